# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Secrets that tell who issued them: what each looks like, in one pattern that goes over a text once.

Rule: a key stands alone, begins with letters that its issuer chose, and all repeats are of one class, possessive or
bounded, so that the pattern takes linear time.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache

_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"

_TABLE: tuple[tuple[str, str], ...] = (
    # models
    (
        "OpenAI or like key",
        r"sk-(?=[A-Za-z_-]{0,60}[0-9])[A-Za-z0-9_-]{16,}+",
    ),  # OpenAI, Anthropic (sk-ant-), OpenRouter (sk-or-), DeepSeek
    ("Google API key", r"AIza[A-Za-z0-9_-]{35}(?![A-Za-z0-9_-])"),
    ("Google AI Studio key", r"AQ\.A[A-Za-z0-9_-]{40,}+"),
    ("Hugging Face token", r"hf_[A-Za-z0-9]{30,}+"),
    ("Hugging Face token", r"api_org_[A-Za-z0-9]{30,}+"),
    ("Groq key", r"gsk_[A-Za-z0-9]{20,}+"),
    ("xAI key", r"xai-[A-Za-z0-9]{20,}+"),
    ("Cerebras key", r"csk-[A-Za-z0-9]{20,}+"),
    ("Replicate token", r"r8_[A-Za-z0-9]{30,}+"),
    ("Perplexity key", r"pplx-[A-Za-z0-9]{30,}+"),
    ("NVIDIA key", r"nvapi-[A-Za-z0-9_-]{30,}+"),
    ("Tavily key", r"tvly-(?=[A-Za-z_-]{0,60}[0-9])[A-Za-z0-9_-]{20,}+"),
    ("LangSmith key", r"lsv2_(?:pt|sk)_[A-Za-z0-9_]{20,}+"),
    ("Fireworks key", r"fw_[A-Za-z0-9]{20,}+"),
    ("Together key", r"tgp_v1_[A-Za-z0-9_-]{30,}+"),
    ("Jina key", r"jina_[A-Za-z0-9_-]{30,}+"),
    ("Pinecone key", r"pcsk_[A-Za-z0-9_-]{30,}+"),
    ("Voyage key", r"pa-(?=[A-Za-z_-]{0,60}[0-9])[A-Za-z0-9_-]{40,}+"),
    ("Anyscale key", r"esecret_[A-Za-z0-9]{20,}+"),
    ("RunPod key", r"rpa_[A-Z0-9]{30,}+[a-z0-9]{0,10}"),
    ("E2B key", r"e2b_[0-9a-f]{32,}+"),
    ("Firecrawl key", r"fc-[0-9a-f]{32}(?![A-Za-z0-9])"),
    ("Brave Search key", r"BSA[A-Za-z0-9_-]{27,29}(?![A-Za-z0-9_-])"),
    ("OpenRouter user", r"(?:user|org)_2[A-Za-z0-9]{20,}+"),  # in OpenRouter's errors
    # clouds
    ("AWS access key", r"A(?:KI|SI|BI|CC)A[A-Z0-9]{16}(?![A-Za-z0-9])"),
    ("AWS Bedrock key", r"(?:ABSK|bedrock-api-key-)[A-Za-z0-9+/]{80,}+={0,2}"),
    ("Google access token", r"ya29\.[A-Za-z0-9_.-]{20,}+"),
    ("Google client secret", r"GOCSPX-[A-Za-z0-9_-]{20,}+"),
    ("Google refresh token", r"1//0[A-Za-z0-9_-]{30,}+"),
    ("Azure AD client secret", r"[A-Za-z0-9]{3}[0-9]Q~[A-Za-z0-9_.~-]{31,34}"),
    ("Alibaba access key", r"LTAI[A-Za-z0-9]{16,24}(?![A-Za-z0-9_-])"),
    ("Tencent secret id", r"AKID[A-Za-z0-9]{32}(?![A-Za-z0-9_-])"),
    ("Yandex key", r"AQVN[A-Za-z0-9_-]{35,38}(?![A-Za-z0-9_-])"),
    ("DigitalOcean token", r"do[opr]_v1_[a-f0-9]{40,}+"),
    ("Scaleway key", r"SCW[A-Z0-9]{17}(?![A-Za-z0-9])"),
    ("Heroku key", r"HRKU-[A-Za-z0-9_-]{30,}+"),
    ("Fly.io token", r"fm[12]r?_[A-Za-z0-9+/=_-]{40,}+"),
    ("Fly.io token", r"fo1_[A-Za-z0-9_-]{40,}+"),
    ("Cloudflare origin key", r"v1\.0-[a-f0-9]{24}-[a-f0-9]{100,}+"),
    ("Databricks token", r"dapi[0-9a-f]{32}(?:-[0-9])?(?![0-9A-Za-z])"),
    ("Vercel token", r"vc[pkiar]_[A-Za-z0-9]{24,}+"),
    ("Netlify token", r"nfp_[A-Za-z0-9_-]{36,}+"),
    ("Supabase key", r"sbp_[a-f0-9]{40,}+"),
    ("Supabase key", r"sb_secret_[A-Za-z0-9_-]{20,}+"),
    ("PlanetScale secret", r"pscale_(?:tkn|pw|oauth)_[A-Za-z0-9_.=-]{30,}+"),
    ("Neon key", r"napi_[A-Za-z0-9]{40,}+"),
    ("Tailscale key", r"tskey-[a-z]{3,12}-[A-Za-z0-9_-]{16,}+"),
    ("Terraform Cloud token", r"[A-Za-z0-9]{14}\.atlasv1\.[A-Za-z0-9_=-]{60,}+"),
    ("Pulumi token", r"pul-[a-f0-9]{40}(?![a-f0-9])"),
    ("Vault token", r"hv[sbr]\.[A-Za-z0-9_-]{24,}+"),
    ("Vault token", r"s\.(?=[A-Za-z]{0,23}[0-9])[A-Za-z0-9]{24}(?![A-Za-z0-9._-])"),
    ("Doppler token", r"dp\.(?:pt|st|ct|sa|scim|audit)\.[A-Za-z0-9_.-]{40,}+"),
    ("1Password token", r"ops_eyJ[A-Za-z0-9+/_-]{100,}+={0,2}"),
    ("age key", r"AGE-SECRET-KEY-1[0-9A-Z]{50,}+"),
    ("Artifactory key", r"AKCp[A-Za-z0-9]{60,}+"),
    # forges, registries, building
    ("GitHub token", r"gh[pousr]_[A-Za-z0-9]{30,}+"),
    ("GitHub token", r"github_pat_[A-Za-z0-9_]{22,}+"),
    ("GitLab token", r"gl(?:pat|ptt|dt|rt|cbt|ft|agent|imt|oas|soat|ffct)-[A-Za-z0-9_.-]{20,}+"),
    ("GitLab runner token", r"GR1348941[A-Za-z0-9_-]{20,}+"),
    ("Bitbucket token", r"(?:ATBB|BBDC-)[A-Za-z0-9]{20,}+"),
    ("Atlassian token", r"AT(?:ATT|CTT|STT)3[A-Za-z0-9_=-]{60,}+"),
    ("Trello token", r"ATTA[A-Za-z0-9]{60,}+"),
    ("npm token", r"npm_[A-Za-z0-9]{30,}+"),
    ("PyPI token", r"pypi-[A-Za-z0-9_-]{40,}+"),
    ("RubyGems key", r"rubygems_[a-f0-9]{40,}+"),
    ("NuGet key", r"oy2[a-z0-9]{43}(?![A-Za-z0-9])"),
    ("crates.io token", r"cio[A-Za-z0-9]{32}(?![A-Za-z0-9_-])"),
    ("Clojars token", r"CLOJARS_[A-Za-z0-9]{50,}+"),
    ("Docker token", r"dckr_(?:pat|oat)_[A-Za-z0-9_-]{20,}+"),
    ("CircleCI token", r"CCI(?:PAT|PRJ)_[A-Za-z0-9_]{40,}+"),
    ("Buildkite token", r"bk(?:ua|aj|t)_[A-Za-z0-9]{30,}+"),
    ("SonarQube token", r"sq[upa]_[0-9a-f]{40}(?![0-9a-f])"),
    ("Sourcegraph token", r"sgp_[A-Za-z0-9_]{40,}+"),
    ("Prefect key", r"pn[ub]_[A-Za-z0-9]{30,}+"),
    ("Postman key", r"PMAK-[0-9a-f]{24}-[0-9a-f]{34}"),
    # chat, mail, documents
    ("Slack token", r"xox[abcdeoprs]-[A-Za-z0-9.-]{10,}+"),
    ("Slack token", r"xapp-[A-Za-z0-9-]{20,}+"),
    ("Slack token", r"xoxe\.xox[bp]-[A-Za-z0-9-]{20,}+"),
    ("Discord token", r"[MNO][A-Za-z0-9_-]{23,27}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,40}"),
    ("Telegram bot token", r"[0-9]{8,10}:AA[A-Za-z0-9_-]{32,36}(?![A-Za-z0-9_-])"),
    ("SendGrid key", r"SG\.[A-Za-z0-9_-]{16,32}\.[A-Za-z0-9_-]{30,}+"),
    ("Mailgun key", r"key-[0-9a-f]{32}(?![A-Za-z0-9])"),
    ("Mailgun key", r"[0-9a-f]{32}-[0-9a-f]{8}-[0-9a-f]{8}(?![A-Za-z0-9])"),
    ("Mailchimp key", r"[0-9a-f]{32}-us[0-9]{1,2}(?![A-Za-z0-9])"),
    ("Mandrill key", r"md-[A-Za-z0-9_-]{22}(?![A-Za-z0-9_-])"),
    ("Brevo key", r"x(?:keysib|smtpsib)-[a-f0-9]{64}-[A-Za-z0-9]{16}"),
    ("Resend key", r"re_[A-Za-z0-9]{8}_[A-Za-z0-9]{20,}+"),
    ("Twilio key", r"SK[0-9a-f]{32}(?![A-Za-z0-9])"),
    ("Linear key", r"lin_(?:api|oauth|wh)_[A-Za-z0-9]{30,}+"),
    ("Notion token", r"(?:secret|ntn)_[A-Za-z0-9]{40,}+"),
    ("Airtable token", r"pat[A-Za-z0-9]{14}\.[a-f0-9]{64}"),
    ("Figma token", r"fig[dou]_[A-Za-z0-9_-]{36,}+"),
    ("Contentful token", r"CFPAT-[A-Za-z0-9_-]{40,}+"),
    ("Typeform token", r"tfp_[A-Za-z0-9_.=-]{40,}+"),
    ("HubSpot token", rf"pat-(?:na|eu|ap)[0-9]-{_UUID}"),
    ("ClickUp token", r"pk_[0-9]{6,10}_[A-Z0-9]{30,}+"),
    ("Asana token", r"[0-9]/[0-9]{15,17}(?:/[0-9]{15,17})?:[0-9a-f]{32}"),
    ("Facebook token", r"EAA(?<![/+]EAA)[A-Za-z0-9]{80,}+"),
    # payment, shops
    ("Stripe key", r"[sr]k_(?:live|test|prod)_[A-Za-z0-9]{16,}+"),
    ("Stripe webhook secret", r"whsec_[A-Za-z0-9+/]{24,}+={0,2}"),
    ("Shopify token", r"shp(?:at|ss|ca|pa|tka)_[A-Fa-f0-9]{32,}+"),
    ("Square token", r"sq0[a-z]{3}-[A-Za-z0-9_-]{22,}+"),
    ("Square token", r"EAAA[El][A-Za-z0-9_-]{58,}+"),
    ("PayPal token", r"access_token\$(?:production|sandbox)\$[0-9a-z]{16}\$[0-9a-f]{32}"),
    ("PayPal token", r"A21AA[A-Za-z0-9_-]{70,}+"),
    ("Plaid token", rf"(?:access|public|link)-(?:sandbox|development|production)-{_UUID}"),
    ("Mercado Pago token", r"APP_USR-[0-9]{10,18}-[A-Za-z0-9_-]{30,}+"),
    ("Mollie key", r"(?:live|test)_(?=[A-Za-z]{0,29}[0-9])[A-Za-z0-9]{30}(?![A-Za-z0-9])"),
    ("EasyPost key", r"EZ[AT]K[A-Za-z0-9]{54}"),
    ("Shippo token", r"shippo_(?:live|test)_[a-f0-9]{40}"),
    ("Razorpay key", r"rzp_(?:live|test)_[A-Za-z0-9]{14,}+"),
    ("Flutterwave key", r"FLWSECK(?:_TEST)?-[a-zA-Z0-9]{12,}+-?X?"),
    ("ElevenLabs key", r"sk_[0-9a-f]{48}(?![A-Za-z0-9])"),
    ("Clerk key", r"sk_(?:live|test)_[A-Za-z0-9]{30,}+"),
    # watching
    ("Grafana token", r"glsa_[A-Za-z0-9]{32}_[A-Fa-f0-9]{8}"),
    ("Grafana token", r"glc_[A-Za-z0-9+/]{32,}+={0,2}"),
    ("New Relic key", r"NR(?:AK|II|JS|RA|SP)-[A-Za-z0-9]{19,}+"),
    ("Sentry token", r"sntry[su]_[A-Za-z0-9+/=_]{60,}+"),
    ("Dynatrace token", r"dt0[a-z][0-9]{2}\.[A-Z0-9]{24}\.[A-Z0-9]{64}"),
    ("PostHog key", r"ph[xs]_[A-Za-z0-9]{36,}+"),
    ("LaunchDarkly key", rf"(?:sdk|mob)-{_UUID}"),
    ("Okta token", r"00(?=[A-Za-z_-]{1,39}[0-9])[A-Za-z0-9_-]{40}(?![A-Za-z0-9_-])"),
    ("ReadMe key", r"rdme_[a-z0-9]{60,}+"),
    ("Mapbox token", r"sk\.eyJ[A-Za-z0-9_-]{20,}+\.[A-Za-z0-9_-]{16,}+"),
    ("Grafana key", r"eyJrIjoi[A-Za-z0-9+/]{40,}+={0,2}"),
)
"""The kind, and what it looks like. Sources: the issuers' own documentation and what recordings hold."""

_WORD_LETTERS = r"A-Za-z0-9_.:/$~=+-"
"""A class of all that keys consist of."""
_LONG_WORD = b"x" * 15
_AS_WORDS = re.sub(rb"[^ ]", b"x", re.sub(rf"[^{_WORD_LETTERS}]".encode(), b" ", bytes(range(256))))
"""A table that makes each letter of a word an `x`, and of anything else a space."""
_WORTH_BEGINNING = 100
"""Characters that are looked through in the time that it takes to begin a search anew."""

_WORDS = re.compile(r"\(\?:([A-Za-z][A-Za-z|-]*)\)")
_FEW_LETTERS = re.compile(r"\[([A-Za-z]+)\](?!\{)")


@lru_cache(maxsize=1)
def issued() -> re.Pattern[str]:
    r"""The compiled pattern; its group `secret` is the key. Alternatives stand by their first characters.

    It begins with the character before a key, which is found fast; a text is searched with a line break before it.
    In raw JSON the letter of an escape such as `\n` may stand between.
    """
    literal: dict[str, list[str]] = defaultdict(list)
    other: list[str] = []
    for _, whole in _TABLE:
        for source in _apart(whole):
            (literal[source[0]] if source[0].isalnum() and source[1:2] not in "{?" else other).append(source)
    by_first = [f"{first}(?:{'|'.join(source[1:] for source in sources)})" for first, sources in literal.items()]
    alternatives = "|".join([*by_first, *other])
    # Few words are as long, so that little else is tried.
    long_word = rf"(?=[A-Za-z0-9][{_WORD_LETTERS}]{{{len(_LONG_WORD) - 1}}})"
    # No `?` behind a group, which takes half as long again. What stands behind the letter is shorter, so it is asked
    # again.
    letter = rf"(?:[nrtbf](?<=\\.){long_word}|)"
    return re.compile(rf"[^A-Za-z0-9_-]{long_word}{letter}(?P<secret>{alternatives})")


def found_in(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """What `issued` finds between two characters: all that it matches but the first of them is in one long word.

    Such words are found ten times as fast as the pattern looks, and where they are few it is tried at them alone.
    """
    letters = text.encode("latin-1", "replace").translate(_AS_WORDS)  # as many bytes as there are characters
    if letters.count(_LONG_WORD, start, end) * _WORTH_BEGINNING > end - start:
        yield from issued().finditer(text, start, end)
        return
    while (begins := letters.find(_LONG_WORD, start, end)) >= 0:
        ends = letters.find(b" ", begins, end)
        ends = end if ends < 0 else ends
        yield from issued().finditer(text, max(begins - 1, start), ends)
        start = ends


def _apart(source: str) -> list[str]:
    """A pattern that begins with one of several letters or words, as one pattern for each."""
    words, letters = _WORDS.match(source), _FEW_LETTERS.match(source)
    if words is not None:
        return [word + source[words.end() :] for word in words[1].split("|")]
    return [letter + source[letters.end() :] for letter in letters[1]] if letters is not None else [source]


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
