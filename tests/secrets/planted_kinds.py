# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Secrets of every kind, drawn anew each time from the grammar of their kind: none of them opens anything.

Rule: no value stands in this file, and what an issuer begins its keys with is put together, so that no scanner of a
forge takes this for a leak. What is kept from `viewer` on purpose: the grammars here are written apart from its table.
"""

from __future__ import annotations

import base64
import random
import string
import uuid
from collections.abc import Callable
from dataclasses import dataclass

_LOWER, _UPPER, _DIGITS = string.ascii_lowercase, string.ascii_uppercase, string.digits
_ALNUM = _LOWER + _UPPER + _DIGITS
_WORD = _ALNUM + "_-"
_HEX = "0123456789abcdef"
_BASE64 = _ALNUM + "+/"


@dataclass(frozen=True)
class Planted:
    """A text as it may be recorded, and the part of it that must not be shown."""

    text: str
    secret: str


class Draw:
    """Draws characters, always with a figure and letters of both cases where the alphabet has them."""

    def __init__(self, chance: random.Random) -> None:
        """Keep where chance comes from."""
        self.chance = chance

    def of(self, alphabet: str, count: int) -> str:
        """So many characters of an alphabet."""
        while True:
            drawn = "".join(self.chance.choices(alphabet, k=count))
            classes = [set(part) & set(alphabet) for part in (_LOWER, _UPPER, _DIGITS)]
            if count < 6 or all(not part or part & set(drawn) for part in classes):
                return drawn

    def password(self) -> str:
        """As a password manager makes one."""
        return self.of(_ALNUM, 6) + self.chance.choice("!*^~+.") + self.of(_ALNUM, 9)

    def uuid(self) -> str:
        """A random UUID."""
        return str(uuid.UUID(int=self.chance.getrandbits(128), version=4))

    def base64(self, count: int) -> str:
        """So many bytes as base64."""
        return base64.b64encode(self.chance.randbytes(count)).decode()

    def segment(self, text: str) -> str:
        """A segment of a web token."""
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _key(*pieces: str | tuple[str, int]) -> Callable[[Draw], Planted]:
    """A key that is secret as a whole: literals, and so many characters of an alphabet."""

    def made(draw: Draw) -> Planted:
        text = "".join(piece if isinstance(piece, str) else draw.of(*piece) for piece in pieces)
        return Planted(text, text)

    return made


def _after(before: str, *pieces: str | tuple[str, int], behind: str = "") -> Callable[[Draw], Planted]:
    """A value that is secret by what stands before it."""

    def made(draw: Draw) -> Planted:
        secret = _key(*pieces)(draw).text
        return Planted(before + secret + behind, secret)

    return made


def _password(before: str, behind: str = "") -> Callable[[Draw], Planted]:
    def made(draw: Draw) -> Planted:
        secret = draw.password()
        return Planted(before + secret + behind, secret)

    return made


def _web_token(draw: Draw) -> Planted:
    claims = f'{{"sub":"{draw.of(_DIGITS, 10)}","exp":{draw.of(_DIGITS, 10)}}}'
    text = ".".join((draw.segment('{"alg":"HS256","typ":"JWT"}'), draw.segment(claims), draw.of(_WORD, 43)))
    return Planted(text, text)


def _long_web_token(draw: Draw) -> Planted:
    claims = f'{{"scope":"{draw.of(_ALNUM, 3000)}"}}'
    text = ".".join((draw.segment('{"alg":"RS256"}'), draw.segment(claims), draw.of(_ALNUM, 342)))
    return Planted(text, text)


def _pem(kind: str) -> Callable[[Draw], Planted]:
    def made(draw: Draw) -> Planted:
        body = "\n".join(draw.of(_BASE64, 64) for _ in range(6))
        return Planted(f"-----BEGIN {kind}-----\n{body}\n-----END {kind}-----", body)

    return made


def _basic(draw: Draw) -> Planted:
    secret = base64.b64encode(f"user:{draw.password()}".encode()).decode()
    return Planted(f"Authorization: Basic {secret}", secret)


KINDS: dict[str, Callable[[Draw], Planted]] = {
    "OpenAI": _key("s" + "k-", (_ALNUM, 48)),
    "OpenAI project": _key("s" + "k-proj-", (_WORD, 60), "A1"),
    "Anthropic": _key("s" + "k-ant-api03-", (_WORD, 90), "9AA"),
    "OpenRouter": _key("s" + "k-or-v1-", (_HEX, 64)),
    "Google API": _key("AI" + "za", (_WORD, 34), "x"),
    "Hugging Face": _key("h" + "f_", (_ALNUM, 34)),
    "Groq": _key("gs" + "k_", (_ALNUM, 52)),
    "xAI": _key("xa" + "i-", (_ALNUM, 80)),
    "Replicate": _key("r" + "8_", (_ALNUM, 37)),
    "Perplexity": _key("ppl" + "x-", (_ALNUM, 48)),
    "NVIDIA": _key("nva" + "pi-", (_WORD, 64)),
    "Tavily": _key("tvl" + "y-", "1", (_ALNUM, 31)),
    "LangSmith": _key("lsv" + "2_pt_", (_HEX, 32), "_", (_HEX, 10)),
    "Fireworks": _key("f" + "w_", (_ALNUM, 24)),
    "Pinecone": _key("pcs" + "k_", (_ALNUM, 60)),
    "AWS id": _key("AK" + "IA", (_UPPER + "234567", 16)),
    "AWS secret": _after("aws_secret_access_key = ", (_BASE64, 40)),
    "AWS secret in env": _after("AWS_SECRET_ACCESS_KEY=", (_BASE64, 40)),
    "AWS session": _after('"SessionToken": "', "IQoJb3JpZ2luX2VjE", (_BASE64, 200), behind='"'),
    "Google access": _key("ya2" + "9.a0", (_WORD, 120)),
    "Google client secret": _key("GOC" + "SPX-", (_WORD, 28)),
    "Google refresh": _key("1/" + "/0", (_WORD, 60)),
    "Azure AccountKey": _after("DefaultEndpointsProtocol=https;AccountName=store;AccountKey=", (_BASE64, 86), "=="),
    "Azure SharedAccessKey": _after("SharedAccessKeyName=root;SharedAccessKey=", (_BASE64, 43), "="),
    "Azure AD": _key((_ALNUM, 3), "8" + "Q~", (_ALNUM, 34)),
    "Azure SAS": _after("https://s.blob.core.windows.net/c?sv=2023&sig=", (_ALNUM, 43), "%3D"),
    "AWS signed URL": _after("https://b.s3.amazonaws.com/k?X-Amz-Expires=60&X-Amz-Signature=", (_HEX, 64)),
    "Google signed URL": _after("https://storage.googleapis.com/b/k?X-Goog-Signature=", (_HEX, 128)),
    "CloudFront URL": _after(
        "https://d.cloudfront.net/k?Expires=17&Signature=", (_ALNUM + "-~", 100), behind="&Key-Pair-Id=K"
    ),
    "Alibaba": _key("LT" + "AI", (_ALNUM, 20)),
    "DigitalOcean": _key("dop" + "_v1_", (_HEX, 64)),
    "Databricks": _key("dap" + "i", (_HEX, 32)),
    "Heroku": _after("HEROKU_API_KEY=", (_HEX, 8), "-", (_HEX, 4), "-4", (_HEX, 3), "-a", (_HEX, 3), "-", (_HEX, 12)),
    "Fly.io": _after("FlyV1 ", "fm2_", (_BASE64, 100)),
    "Vercel": _after("VERCEL_TOKEN=", (_ALNUM, 24)),
    "Netlify": _key("nf" + "p_", (_ALNUM, 40)),
    "Supabase": _key("sb" + "p_", (_HEX, 40)),
    "PlanetScale": _key("pscale" + "_tkn_", (_WORD, 43)),
    "Tailscale": _key("tske" + "y-auth-", (_ALNUM, 12), "-", (_ALNUM, 32)),
    "Terraform Cloud": _key((_ALNUM, 14), ".atlas" + "v1.", (_WORD, 67)),
    "Pulumi": _key("pu" + "l-", (_HEX, 40)),
    "Vault": _key("hv" + "s.", (_WORD, 90)),
    "Doppler": _key("dp" + ".pt.", (_ALNUM, 43)),
    "1Password": _key("ops" + "_eyJ", (_ALNUM, 250)),
    "age": _key("AGE-SECRET" + "-KEY-1", ("QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L", 58)),
    "GitHub classic": _key("gh" + "p_", (_ALNUM, 36)),
    "GitHub app": _key("gh" + "s_", (_ALNUM, 36)),
    "GitHub fine-grained": _key("github" + "_pat_", (_ALNUM, 22), "_", (_ALNUM, 59)),
    "GitLab": _key("glp" + "at-", (_WORD, 20)),
    "GitLab runner": _key("glr" + "t-", (_WORD, 20)),
    "Bitbucket": _key("AT" + "BB", (_ALNUM, 32)),
    "Atlassian": _key("AT" + "ATT3xFfGF0", (_WORD, 170), "=", ("ABCDEF0123456789", 8)),
    "npm": _key("np" + "m_", (_ALNUM, 36)),
    "npmrc": _after(
        "//registry.example.org/:_authToken=", (_HEX, 8), "-", (_HEX, 4), "-4", (_HEX, 3), "-b", (_HEX, 15)
    ),
    "PyPI": _key("py" + "pi-AgEIcHlwaS5vcmc", (_WORD, 150)),
    "RubyGems": _key("rubyge" + "ms_", (_HEX, 48)),
    "Docker": _key("dckr" + "_pat_", (_WORD, 27)),
    "CircleCI": _key("CCI" + "PAT_", (_ALNUM, 22), "_", (_HEX, 40)),
    "SonarQube": _key("sq" + "u_", (_HEX, 40)),
    "Postman": _key("PM" + "AK-", (_HEX, 24), "-", (_HEX, 34)),
    "Slack bot": _key("xo" + "xb-", (_DIGITS, 12), "-", (_DIGITS, 12), "-", (_ALNUM, 24)),
    "Slack app": _key("xa" + "pp-1-A", (_UPPER, 10), "-", (_DIGITS, 13), "-", (_HEX, 64)),
    "Slack webhook": _after(
        "https://hooks.slack.com/services/", "T", (_UPPER, 8), "/B", (_UPPER, 8), "/", (_ALNUM, 24)
    ),
    "Discord bot": _key("M", (_ALNUM, 25), ".", (_WORD, 6), ".", (_WORD, 38)),
    "Discord webhook": _after("https://discord.com/api/webhooks/123456789012345678/", (_WORD, 68)),
    "Telegram": _key((_DIGITS, 10), ":A" + "A", (_WORD, 33)),
    "SendGrid": _key("S" + "G.", (_WORD, 22), ".", (_WORD, 43)),
    "Mailgun": _key("ke" + "y-", (_HEX, 32)),
    "Mailchimp": _key((_HEX, 32), "-us" + "12"),
    "Brevo": _key("xkeys" + "ib-", (_HEX, 64), "-", (_ALNUM, 16)),
    "Resend": _key("r" + "e_", (_ALNUM, 8), "_", (_ALNUM, 24)),
    "Twilio key": _key("S" + "K", (_HEX, 32)),
    "Twilio auth": _after("TWILIO_AUTH_TOKEN=", (_HEX, 32)),
    "Linear": _key("lin" + "_api_", (_ALNUM, 40)),
    "Notion": _key("nt" + "n_", (_ALNUM, 46)),
    "Notion old": _key("secr" + "et_", (_ALNUM, 43)),
    "Airtable": _key("pa" + "t", (_ALNUM, 14), ".", (_HEX, 64)),
    "Figma": _key("fig" + "d_", (_WORD, 40)),
    "HubSpot": _key("pat-" + "na1-", (_HEX, 8), "-", (_HEX, 4), "-", (_HEX, 4), "-", (_HEX, 4), "-", (_HEX, 12)),
    "Asana": _key("1/", (_DIGITS, 16), ":", (_HEX, 32)),
    "Stripe": _key("s" + "k_live_", (_ALNUM, 24)),
    "Stripe restricted": _key("r" + "k_test_", (_ALNUM, 99)),
    "Stripe webhook": _key("whs" + "ec_", (_ALNUM, 32)),
    "Shopify": _key("shp" + "at_", (_HEX, 32)),
    "Square": _key("sq0" + "csp-", (_WORD, 43)),
    "PayPal": _after("PAYPAL_CLIENT_SECRET=", "E", (_WORD, 79)),
    "Plaid": _key(
        "access-" + "production-", (_HEX, 8), "-", (_HEX, 4), "-", (_HEX, 4), "-", (_HEX, 4), "-", (_HEX, 12)
    ),
    "Grafana": _key("gls" + "a_", (_ALNUM, 32), "_", (_HEX, 8)),
    "New Relic": _key("NR" + "AK-", (_UPPER + _DIGITS, 27)),
    "Sentry": _key("sntr" + "ys_", (_BASE64, 120)),
    "Sentry DSN": _after("SENTRY_AUTH_TOKEN=", (_HEX, 64)),
    "Datadog": _after("DD_API_KEY=", (_HEX, 32)),
    "Dynatrace": _key("dt0" + "c01.", (_UPPER + "234567", 24), ".", (_UPPER + "234567", 64)),
    "JWT": _web_token,
    "long JWT": _long_web_token,
    "PEM": _pem("PRIVATE" + " KEY"),
    "RSA PEM": _pem("RSA PRIVATE" + " KEY"),
    "OpenSSH": _pem("OPENSSH PRIVATE" + " KEY"),
    "PGP": _pem("PGP PRIVATE" + " KEY BLOCK"),
    "basic auth": _basic,
    "bearer": _after("Authorization: Bearer ", (_ALNUM, 40)),
    "token scheme": _after("Authorization: Token ", (_HEX, 40)),
    "x-api-key": _after("x-api-key: ", (_ALNUM, 32)),
    "postgres": _password("postgres://app:", "@db.internal:5432/app"),
    "mongodb": _password("mongodb+srv://root:", "@c0.mongodb.net/?retryWrites=true"),
    "redis": _password("redis://:", "@cache:6379/0"),
    "amqp": _password("amqps://svc:", "@mq.internal/vhost"),
    "SQL Server": _password("Server=tcp:db.internal,1433;Database=app;User ID=sa;Password=", ";Encrypt=true;"),
    "curl -u": _password("curl -u admin:", " https://host.internal/x"),
    "option": _password("mysql --password="),
    "env password": _password("DB_PASSWORD="),
    "quoted env": _password('export ADMIN_PASSWORD="', '"'),
    "env key": _after("MISTRAL_API_KEY=", (_ALNUM, 32)),
    "env token": _after("DEPLOY_TOKEN=", (_ALNUM, 40)),
    "env secret": _after("SESSION_SECRET=", (_HEX, 64)),
    "ini": _password("[db]\nuser = app\npassword = ", "\nport = 1"),
    "YAML": _after("client_secret: ", (_ALNUM, 40)),
    "kwarg": _after('Client(api_key="', (_ALNUM, 32), behind='")'),
    "JSON member": _after('{"apiKey": "', (_ALNUM, 39), behind='"}'),
    "cookie": _after("Cookie: session=", (_ALNUM, 40), behind="; theme=dark"),
    "set-cookie": _after("Set-Cookie: sid=s%3A", (_ALNUM, 50), behind="; Path=/; HttpOnly"),
    "netrc": _password("machine host.internal login me password "),
    "XML": _password("<password>", "</password>"),
    "URL token": _after("https://api.internal/v1/x?access_token=", (_ALNUM, 40)),
    "URL userinfo": _password("https://ci:", "@git.internal/x.git"),
}
"""Each kind with how to draw one."""
