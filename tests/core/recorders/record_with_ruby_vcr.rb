# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
#
# Records POST requests with VCR for Ruby: FOLDER CASSETTE EXACT URL BODY_FILE [URL BODY_FILE ...]
require "net/http"
require "vcr"
require "webmock"

folder, name, exact, *requests = ARGV
VCR.configure do |config|
  config.cassette_library_dir = folder
  config.hook_into :webmock
  config.preserve_exact_body_bytes { exact == "exact" }
end
VCR.use_cassette(name) do
  requests.each_slice(2) do |url, file|
    headers = { "Content-Type" => "application/json", "Accept-Encoding" => "gzip" }
    Net::HTTP.post(URI(url), File.binread(file), headers)
  end
end
