# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
#
# Posts through VCR for Ruby and prints each answer in a line: MODE CASSETTE KEY URL [URL ...], MODE `record` or `replay`.
require "net/http"
require "stringio"
require "vcr"
require "webmock"
require "zlib"

mode, cassette, key, *urls = ARGV
VCR.configure do |config|
  config.cassette_library_dir = File.dirname(cassette)
  config.hook_into :webmock
  config.preserve_exact_body_bytes { true }
end
VCR.use_cassette(File.basename(cassette), record: mode == "record" ? :all : :none) do
  urls.each do |url|
    answer = Net::HTTP.post(URI(url), "{}", "Authorization" => "Bearer #{key}", "Accept-Encoding" => "gzip")
    body = answer.body
    body = Zlib::GzipReader.new(StringIO.new(body)).read if answer["Content-Encoding"] == "gzip"
    puts body
  end
end
