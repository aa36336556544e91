# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Secrets that tell who issued them: what each looks like, in one pattern that goes over a text once.

Rule: a key stands alone, begins with letters that its issuer chose, and all repeats are of one class, possessive or
bounded, so that the pattern takes linear time.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache

_WORD = r"[A-Za-z0-9_-]"
_ALNUM = r"[A-Za-z0-9]"
_DIGIT_AHEAD = rf"(?=[A-Za-z_-]{{0,60}}[0-9]){_WORD}"
_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_END = r"(?![A-Za-z0-9])"

_TABLE: tuple[tuple[str, str], ...] = (
    # models
    ("OpenAI or like key", rf"sk-{_DIGIT_AHEAD}{{16,}}+"),  # OpenAI, Anthropic (sk-ant-), OpenRouter (sk-or-), DeepSeek
    ("Google API key", rf"AIza{_WORD}{{35}}(?!{_WORD})"),
    ("Google AI Studio key", rf"AQ\.A{_WORD}{{40,}}+"),
    ("Hugging Face token", rf"hf_{_ALNUM}{{30,}}+"),
    ("Hugging Face token", rf"api_org_{_ALNUM}{{30,}}+"),
    ("Groq key", rf"gsk_{_ALNUM}{{20,}}+"),
    ("xAI key", rf"xai-{_ALNUM}{{20,}}+"),
    ("Cerebras key", rf"csk-{_ALNUM}{{20,}}+"),
    ("Replicate token", rf"r8_{_ALNUM}{{30,}}+"),
    ("Perplexity key", rf"pplx-{_ALNUM}{{30,}}+"),
    ("NVIDIA key", rf"nvapi-{_WORD}{{30,}}+"),
    ("Tavily key", rf"tvly-{_DIGIT_AHEAD}{{20,}}+"),
    ("LangSmith key", r"lsv2_(?:pt|sk)_[A-Za-z0-9_]{20,}+"),
    ("Fireworks key", rf"fw_{_ALNUM}{{20,}}+"),
    ("Together key", rf"tgp_v1_{_WORD}{{30,}}+"),
    ("Jina key", rf"jina_{_WORD}{{30,}}+"),
    ("Pinecone key", rf"pcsk_{_WORD}{{30,}}+"),
    ("Voyage key", rf"pa-(?=[A-Za-z_-]{{0,60}}[0-9]){_WORD}{{40,}}+"),
    ("Anyscale key", rf"esecret_{_ALNUM}{{20,}}+"),
    ("RunPod key", r"rpa_[A-Z0-9]{30,}+[a-z0-9]{0,10}"),
    ("E2B key", r"e2b_[0-9a-f]{32,}+"),
    ("Firecrawl key", rf"fc-[0-9a-f]{{32}}{_END}"),
    ("Brave Search key", rf"BSA{_WORD}{{27,29}}(?!{_WORD})"),
    ("OpenRouter user", rf"(?:user|org)_2{_ALNUM}{{20,}}+"),  # in OpenRouter's errors
    # clouds
    ("AWS access key", r"A(?:KI|SI|BI|CC)A[A-Z0-9]{16}(?![A-Za-z0-9])"),
    ("AWS Bedrock key", r"(?:ABSK|bedrock-api-key-)[A-Za-z0-9+/]{80,}+={0,2}"),
    ("Google access token", r"ya29\.[A-Za-z0-9_.-]{20,}+"),
    ("Google client secret", rf"GOCSPX-{_WORD}{{20,}}+"),
    ("Google refresh token", rf"1//0{_WORD}{{30,}}+"),
    ("Azure AD client secret", rf"[A-Za-z0-9]{{3}}[0-9]Q~[A-Za-z0-9_.~-]{{31,34}}"),
    ("Alibaba access key", rf"LTAI{_ALNUM}{{16,24}}(?!{_WORD})"),
    ("Tencent secret id", rf"AKID{_ALNUM}{{32}}(?!{_WORD})"),
    ("Yandex key", rf"AQVN{_WORD}{{35,38}}(?!{_WORD})"),
    ("DigitalOcean token", r"do[opr]_v1_[a-f0-9]{40,}+"),
    ("Scaleway key", r"SCW[A-Z0-9]{17}(?![A-Za-z0-9])"),
    ("Heroku key", rf"HRKU-{_WORD}{{30,}}+"),
    ("Fly.io token", r"fm[12]r?_[A-Za-z0-9+/=_-]{40,}+"),
    ("Fly.io token", rf"fo1_{_WORD}{{40,}}+"),
    ("Cloudflare origin key", r"v1\.0-[a-f0-9]{24}-[a-f0-9]{100,}+"),
    ("Databricks token", r"dapi[0-9a-f]{32}(?:-[0-9])?(?![0-9A-Za-z])"),
    ("Vercel token", rf"vc[pkiar]_{_ALNUM}{{24,}}+"),
    ("Netlify token", rf"nfp_{_WORD}{{36,}}+"),
    ("Supabase key", r"sbp_[a-f0-9]{40,}+"),
    ("Supabase key", rf"sb_secret_{_WORD}{{20,}}+"),
    ("PlanetScale secret", r"pscale_(?:tkn|pw|oauth)_[A-Za-z0-9_.=-]{30,}+"),
    ("Neon key", rf"napi_{_ALNUM}{{40,}}+"),
    ("Tailscale key", rf"tskey-[a-z]{{3,12}}-{_WORD}{{16,}}+"),
    ("Terraform Cloud token", rf"{_ALNUM}{{14}}\.atlasv1\.[A-Za-z0-9_=-]{{60,}}+"),
    ("Pulumi token", r"pul-[a-f0-9]{40}(?![a-f0-9])"),
    ("Vault token", rf"hv[sbr]\.{_WORD}{{24,}}+"),
    ("Vault token", rf"s\.(?=[A-Za-z]{{0,23}}[0-9]){_ALNUM}{{24}}(?![A-Za-z0-9._-])"),
    ("Doppler token", rf"dp\.(?:pt|st|ct|sa|scim|audit)\.[A-Za-z0-9_.-]{{40,}}+"),
    ("1Password token", r"ops_eyJ[A-Za-z0-9+/_-]{100,}+={0,2}"),
    ("age key", r"AGE-SECRET-KEY-1[0-9A-Z]{50,}+"),
    ("Artifactory key", rf"AKCp{_ALNUM}{{60,}}+"),
    # forges, registries, building
    ("GitHub token", rf"gh[pousr]_{_ALNUM}{{30,}}+"),
    ("GitHub token", r"github_pat_[A-Za-z0-9_]{22,}+"),
    ("GitLab token", rf"gl(?:pat|ptt|dt|rt|cbt|ft|agent|imt|oas|soat|ffct)-[A-Za-z0-9_.-]{{20,}}+"),
    ("GitLab runner token", rf"GR1348941{_WORD}{{20,}}+"),
    ("Bitbucket token", rf"(?:ATBB|BBDC-){_ALNUM}{{20,}}+"),
    ("Atlassian token", r"AT(?:ATT|CTT|STT)3[A-Za-z0-9_=-]{60,}+"),
    ("Trello token", r"ATTA[A-Za-z0-9]{60,}+"),
    ("npm token", rf"npm_{_ALNUM}{{30,}}+"),
    ("PyPI token", rf"pypi-{_WORD}{{40,}}+"),
    ("RubyGems key", r"rubygems_[a-f0-9]{40,}+"),
    ("NuGet key", r"oy2[a-z0-9]{43}(?![A-Za-z0-9])"),
    ("crates.io token", rf"cio{_ALNUM}{{32}}(?!{_WORD})"),
    ("Clojars token", r"CLOJARS_[A-Za-z0-9]{50,}+"),
    ("Docker token", rf"dckr_(?:pat|oat)_{_WORD}{{20,}}+"),
    ("CircleCI token", rf"CCI(?:PAT|PRJ)_[A-Za-z0-9_]{{40,}}+"),
    ("Buildkite token", rf"bk(?:ua|aj|t)_{_ALNUM}{{30,}}+"),
    ("SonarQube token", r"sq[upa]_[0-9a-f]{40}(?![0-9a-f])"),
    ("Sourcegraph token", r"sgp_[A-Za-z0-9_]{40,}+"),
    ("Prefect key", rf"pn[ub]_{_ALNUM}{{30,}}+"),
    ("Postman key", r"PMAK-[0-9a-f]{24}-[0-9a-f]{34}"),
    # chat, mail, documents
    ("Slack token", rf"xox[abcdeoprs]-[A-Za-z0-9.-]{{10,}}+"),
    ("Slack token", r"xapp-[A-Za-z0-9-]{20,}+"),
    ("Slack token", rf"xoxe\.xox[bp]-[A-Za-z0-9-]{{20,}}+"),
    ("Discord token", rf"[MNO][A-Za-z0-9_-]{{23,27}}\.{_WORD}{{6}}\.{_WORD}{{27,40}}"),
    ("Telegram bot token", rf"[0-9]{{8,10}}:AA{_WORD}{{32,36}}(?!{_WORD})"),
    ("SendGrid key", rf"SG\.{_WORD}{{16,32}}\.{_WORD}{{30,}}+"),
    ("Mailgun key", rf"key-[0-9a-f]{{32}}{_END}"),
    ("Mailgun key", rf"[0-9a-f]{{32}}-[0-9a-f]{{8}}-[0-9a-f]{{8}}{_END}"),
    ("Mailchimp key", rf"[0-9a-f]{{32}}-us[0-9]{{1,2}}{_END}"),
    ("Mandrill key", rf"md-{_WORD}{{22}}(?!{_WORD})"),
    ("Brevo key", r"x(?:keysib|smtpsib)-[a-f0-9]{64}-[A-Za-z0-9]{16}"),
    ("Resend key", rf"re_[A-Za-z0-9]{{8}}_{_ALNUM}{{20,}}+"),
    ("Twilio key", rf"SK[0-9a-f]{{32}}{_END}"),
    ("Linear key", rf"lin_(?:api|oauth|wh)_{_ALNUM}{{30,}}+"),
    ("Notion token", rf"(?:secret|ntn)_{_ALNUM}{{40,}}+"),
    ("Airtable token", rf"pat{_ALNUM}{{14}}\.[a-f0-9]{{64}}"),
    ("Figma token", rf"fig[dou]_{_WORD}{{36,}}+"),
    ("Contentful token", rf"CFPAT-{_WORD}{{40,}}+"),
    ("Typeform token", r"tfp_[A-Za-z0-9_.=-]{40,}+"),
    ("HubSpot token", rf"pat-(?:na|eu|ap)[0-9]-{_UUID}"),
    ("ClickUp token", r"pk_[0-9]{6,10}_[A-Z0-9]{30,}+"),
    ("Asana token", r"[0-9]/[0-9]{15,17}(?:/[0-9]{15,17})?:[0-9a-f]{32}"),
    ("Facebook token", rf"EAA(?<![/+]EAA){_ALNUM}{{80,}}+"),
    # payment, shops
    ("Stripe key", rf"[sr]k_(?:live|test|prod)_{_ALNUM}{{16,}}+"),
    ("Stripe webhook secret", r"whsec_[A-Za-z0-9+/]{24,}+={0,2}"),
    ("Shopify token", r"shp(?:at|ss|ca|pa|tka)_[A-Fa-f0-9]{32,}+"),
    ("Square token", rf"sq0[a-z]{{3}}-{_WORD}{{22,}}+"),
    ("Square token", rf"EAAA[El]{_WORD}{{58,}}+"),
    ("PayPal token", r"access_token\$(?:production|sandbox)\$[0-9a-z]{16}\$[0-9a-f]{32}"),
    ("PayPal token", rf"A21AA{_WORD}{{70,}}+"),
    ("Plaid token", rf"(?:access|public|link)-(?:sandbox|development|production)-{_UUID}"),
    ("Mercado Pago token", r"APP_USR-[0-9]{10,18}-[A-Za-z0-9_-]{30,}+"),
    ("Mollie key", rf"(?:live|test)_(?=[A-Za-z]{{0,29}}[0-9]){_ALNUM}{{30}}{_END}"),
    ("EasyPost key", rf"EZ[AT]K{_ALNUM}{{54}}"),
    ("Shippo token", r"shippo_(?:live|test)_[a-f0-9]{40}"),
    ("Razorpay key", rf"rzp_(?:live|test)_{_ALNUM}{{14,}}+"),
    ("Flutterwave key", r"FLWSECK(?:_TEST)?-[a-zA-Z0-9]{12,}+-?X?"),
    ("ElevenLabs key", rf"sk_[0-9a-f]{{48}}{_END}"),
    ("Clerk key", rf"sk_(?:live|test)_{_ALNUM}{{30,}}+"),
    # watching
    ("Grafana token", rf"glsa_{_ALNUM}{{32}}_[A-Fa-f0-9]{{8}}"),
    ("Grafana token", r"glc_[A-Za-z0-9+/]{32,}+={0,2}"),
    ("New Relic key", r"NR(?:AK|II|JS|RA|SP)-[A-Za-z0-9]{19,}+"),
    ("Sentry token", r"sntry[su]_[A-Za-z0-9+/=_]{60,}+"),
    ("Dynatrace token", r"dt0[a-z][0-9]{2}\.[A-Z0-9]{24}\.[A-Z0-9]{64}"),
    ("PostHog key", rf"ph[xs]_{_ALNUM}{{36,}}+"),
    ("LaunchDarkly key", rf"(?:sdk|mob)-{_UUID}"),
    ("Okta token", rf"00(?=[A-Za-z_-]{{1,39}}[0-9]){_WORD}{{40}}(?!{_WORD})"),
    ("ReadMe key", r"rdme_[a-z0-9]{60,}+"),
    ("Mapbox token", rf"sk\.eyJ{_WORD}{{20,}}+\.{_WORD}{{16,}}+"),
    ("Grafana key", r"eyJrIjoi[A-Za-z0-9+/]{40,}+={0,2}"),
)
"""The kind, and what it looks like. Sources: the issuers' own documentation and what recordings hold."""


@lru_cache(maxsize=1)
def issued() -> re.Pattern[str]:
    """The compiled pattern; its group `secret` is the key. Alternatives stand by their first characters.

    It begins with the character before a key, which is found fast; a text is searched with a line break before it.
    In raw JSON the letter of an escape such as `\\n` may stand between.
    """
    literal: dict[str, list[str]] = defaultdict(list)
    other: list[str] = []
    for _, source in _TABLE:
        (literal[source[0]] if source[0].isalnum() and source[1:2] not in "{?" else other).append(source)
    by_first = [f"{first}(?:{'|'.join(source[1:] for source in sources)})" for first, sources in literal.items()]
    alternatives = "|".join([*by_first, *other])
    long_word = r"(?=[A-Za-z0-9][A-Za-z0-9_.:/$~=+-]{14})"  # few words are as long, so that little else is tried
    return re.compile(rf"[^A-Za-z0-9_-](?:(?<=\\)[nrtbf])?{long_word}(?P<secret>{alternatives})")


@lru_cache(maxsize=1024)
def kind_of(secret: str) -> str:
    """What kind a secret is that the pattern found."""
    return next((kind for kind, pattern in _each() if pattern.fullmatch(secret)), "key")


@lru_cache(maxsize=1)
def _each() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((kind, re.compile(source)) for kind, source in _TABLE)


def sources() -> tuple[tuple[str, str], ...]:
    """The table itself, for what looks at each pattern on its own."""
    return _TABLE
