"""Signing in, in a real Chromium, with a real provider on this machine: who sees what, and what nobody gets by other ways."""

import time

import pytest
from oidc_provider_mock import User, run_server_in_thread
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

from dashboard.screenshots import READY_MS, SIZES, chromium, find_chromium
from pipelines.settings import PROJECT

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(find_chromium() is None, reason="no Chromium on this machine: apt-get install chromium"),
]

PEOPLE = """
[[person]]
email = "Boss@gym.example"
role = "admin"

[[person]]
email = "coach@gym.example"
role = "coach"
lifters = ["ada", "newcomer"]

[[person]]
email = "ada@gym.example"
role = "lifter"
lifter = "ada"

[[person]]
email = "fresh@gym.example"
role = "lifter"
lifter = "fresh"
"""
SECRETS = """
[auth]
redirect_uri = "{url}/oauth2callback"
cookie_secret = "not-to-be-guessed-by-anybody-at-all-0123456789"
client_id = "liftcast"
client_secret = "between-the-two-of-us"
server_metadata_url = "{provider}/.well-known/openid-configuration"
"""
LOG = (PROJECT / "tests/pipelines/exports/golden/hevy_h13.csv").read_bytes()
LONG_AGO = int(time.time()) - 13 * 3600
USERS = [
    *(User(sub=name, claims={"email": f"{name}@gym.example", "email_verified": True})
      for name in ("boss", "coach", "ada", "fresh", "stranger")),
    User(sub="late", claims={"email": "boss@gym.example", "email_verified": True, "iat": LONG_AGO}),
]  # fmt: skip


@pytest.fixture(scope="module")
def gym(fabricate, tmp_path_factory):
    """Give the home of a gym: a fabricated build and who is who."""
    home = tmp_path_factory.mktemp("gym")
    fabricate(home, simulated=False)
    (home / "people.toml").write_text(PEOPLE)
    return home


@pytest.fixture(scope="module")
def url(gym, free_port, serving):
    """Serve the gym, where people sign in."""
    port = free_port()
    address = f"http://localhost:{port}"
    with run_server_in_thread(user_claims=USERS) as provider:
        said = SECRETS.format(url=address, provider=f"http://localhost:{provider.server_port}")
        (gym / "secrets.toml").write_text(said)
        with serving(gym, port):
            yield address


class Guest:
    """One person in a browser profile of their own."""

    def __init__(self, profile, url):
        self.url, self.profile, self.page = url, profile, profile.new_page()
        self.asked = []
        self.page.on("request", lambda request: self.asked.append(request.url))

    def sign_in(self, name):
        self.page.goto(self.url)
        self.button("Sign in").click()
        self.button(name).click()
        self.page.wait_for_url(f"{self.url}/**")
        return self

    def button(self, name):
        return self.page.get_by_role("button", name=name, exact=True)

    def opens(self, path=""):
        """Open an address and give the text of what is shown there."""
        self.page.goto(f"{self.url}/{path}")
        self.button("Sign out").wait_for()
        return self.settled()

    def settled(self):
        self.page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
        return self.page.locator("[data-testid=stApp]").inner_text()

    def status(self, address, **options):
        """Give how the server answers a request with this person's cookies."""
        return self.profile.request.fetch(address, **options).status


@pytest.fixture(scope="module")
def coming(url, profile_of):
    """Give what opens a browser profile for somebody who has not signed in."""
    with chromium() as opened:
        yield lambda: Guest(profile_of(opened, accept_downloads=True), url)


@pytest.fixture(scope="module")
def known(coming):
    """Give who has signed in already: each signs in once."""
    guests = {}
    yield guests
    for guest in guests.values():
        guest.profile.close()


@pytest.fixture
def guests(known, coming):
    """Give who has signed in, by name; nobody keeps a page open that asks for what is new, when the test is over."""

    def guest(name):
        if name not in known:
            known[name] = coming().sign_in(name)
            known[name].button("Sign out").wait_for()
        return known[name]

    yield guest
    for each in known.values():
        each.page.goto("about:blank")


@pytest.fixture
def anybody(coming):
    """Give somebody who has not signed in."""
    guest = coming()
    yield guest
    guest.profile.close()


def test_who_has_not_signed_in_sees_nothing_and_can_send_nothing(anybody, url):
    for path in ("", "week?lifter=ada", "models"):
        anybody.page.goto(f"{url}/{path}")
        anybody.button("Sign in").wait_for()
        said = anybody.settled()
        assert "Training logs are private" in said
        assert "ada" not in said
    for method, path in (("PUT", "_stcore/upload_file/x/y"), ("GET", "media/x.csv"), ("GET", "_stcore/metrics"),
                         ("POST", "_stcore/agent/interact")):  # fmt: skip
        assert anybody.status(f"{url}/{path}", method=method) == 403


@pytest.mark.parametrize(("name", "said"), [("", "Training logs are private"), ("stranger", "You are not on the list")])
def test_the_pages_before_all_others_can_be_used_by_everybody(anybody, url, unusable, name, said):
    if name:
        anybody.sign_in(name)
    else:
        anybody.page.goto(url)
    anybody.page.get_by_text(said).first.wait_for()
    anybody.settled()
    for width, height in SIZES.values():
        anybody.page.set_viewport_size({"width": width, "height": height})
        for scheme in ("light", "dark"):
            anybody.page.emulate_media(color_scheme=scheme)
            assert unusable(anybody.page) == [], (width, scheme)


def test_a_lifter_sees_their_own_log_by_whatever_address(guests):
    ada = guests("ada")
    for path in ("", "lift?lifter=newcomer", "data?lifter=me"):
        said = ada.opens(path)
        assert "newcomer" not in said.replace("named “newcomer”", "")
        assert "strong.csv" not in said, path
        assert ada.page.locator("[data-testid=stException]").count() == 0
    links = ada.page.locator("[data-testid=stSidebarNav]").inner_text()
    assert "Roster" not in links
    said = ada.opens("models")
    assert "ada’s own forecasts" in said
    assert "The last runs" not in said  # the diary of what ran
    assert "liftcast mlflow" not in said


def test_a_coach_sees_the_lifters_assigned_and_no_other(guests):
    coach = guests("coach")
    said = coach.opens("roster?show=all")
    assert "1 to 2 of 2 lifters" in said
    assert "unread" not in said
    said = coach.opens("week?lifter=me")
    assert "There is no lifter named “me” here" in said
    coach.page.get_by_role("combobox", name="Lifter").click()
    assert set(coach.page.get_by_role("option").all_inner_texts()) == {"ada", "newcomer"}


def test_an_admin_sees_everybody(guests):
    boss = guests("boss")
    assert "of 4 lifters" in boss.opens("roster?show=all")
    assert "strong.csv" in boss.opens("data?lifter=me")
    assert "The last runs" in boss.opens("models")


@pytest.mark.parametrize(
    ("name", "said", "button"),
    [
        ("stranger", "Nobody gave stranger@gym.example access", "Sign out"),
        ("late", "You signed in a while ago", "Sign in"),
    ],
)
def test_who_is_not_let_in_is_told_why(coming, url, name, said, button):
    guest = coming().sign_in(name)
    guest.page.get_by_text(said).wait_for()
    guest.button(button).wait_for()
    assert guest.status(f"{url}/media/x.csv") == 403
    guest.profile.close()


def test_what_a_person_adds_lands_in_their_own_inbox_and_nowhere_else(guests, gym, url):
    fresh = guests("fresh")
    assert "Nothing of yours here yet" in fresh.opens("week?lifter=ada")
    sent = add_a_file(fresh)
    assert [path.relative_to(gym).as_posix() for path in (gym / "inbox").rglob("*.csv")] == ["inbox/fresh/log.csv"]
    assert guests("coach").status(sent, method="PUT", multipart={"x": "y"}) == 403
    assert fresh.status(sent, method="PUT", headers={"Origin": "http://evil.example"}) == 403


def add_a_file(guest):
    """Add a file as a person would; give the address it was sent to, which names the page it was sent from."""
    guest.page.locator("input[type=file]").set_input_files({"name": "log.csv", "mimeType": "text/csv", "buffer": LOG})
    guest.button("Take it").click()
    guest.page.get_by_text("1 file added").wait_for()
    return next(address for address in reversed(guest.asked) if "/upload_file/" in address)


def test_a_page_that_was_left_is_not_taken_up_by_somebody_else(guests, url):
    fresh, coach = guests("fresh"), guests("coach")
    fresh.opens()
    left = add_a_file(fresh).split("/")[-2]
    fresh.page.goto("about:blank")
    assert joined(fresh, url, left) == (left, True)  # who left it may
    session, has_email = joined(coach, url, left)
    assert session != left
    assert not has_email


def joined(guest, url, session):
    """Ask as a person for the page of a session; give the session had, and whether what is shown names its owner."""
    cookies = {cookie["name"]: cookie["value"] for cookie in guest.profile.cookies(url)}
    asked = BackMsg()
    asked.rerun_script.SetInParent()
    with connect(
        f"{url.replace('http', 'ws')}/_stcore/stream", origin=url, max_size=None, proxy=None,
        subprotocols=["streamlit", cookies["_streamlit_xsrf"], session],
        additional_headers={"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())},
    ) as page:  # fmt: skip
        page.send(asked.SerializeToString())
        had, said = "", b""
        while True:
            said += (content := page.recv(timeout=READY_MS / 1000))
            message = ForwardMsg.FromString(content)
            had = message.new_session.initialize.session_id or had
            is_end = message.WhichOneof("type") == "script_finished"
            # a run that is cut short by the next, or one of a part of the page, ends before all is said
            if had and is_end and message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
                return had, b"fresh@gym.example" in said


def test_a_download_is_for_whose_page_offers_it(guests, url):
    coach = guests("coach")
    coach.opens("plan?lifter=ada")
    link = coach.page.locator("[data-testid=stDownloadButton]").first
    link.wait_for()
    with coach.page.expect_download() as begun:
        link.locator("button, a").first.click()
    assert begun.value.suggested_filename.endswith((".html", ".csv"))
    assert "Refused" not in begun.value.path().read_text()
    assert coach.status(begun.value.url) == 200
    assert guests("fresh").status(begun.value.url) == 403


def test_whoever_is_taken_off_the_list_sees_no_more_within_seconds(guests, gym):
    coach, boss = guests("coach"), guests("boss")
    coach.opens("week?lifter=ada")
    boss.opens("week?lifter=ada")
    try:
        (gym / "people.toml").write_text(PEOPLE.replace("coach@", "former@"))
        coach.page.get_by_text("You are not on the list").wait_for()
        assert "Sign in" not in boss.settled()
        (gym / "people.toml").write_text("[[person]]\nemail = 'no address'\n")
        boss.page.get_by_text("Nobody can be let in just now").wait_for()
    finally:
        (gym / "people.toml").write_text(PEOPLE)
    assert "1 to 2 of 2 lifters" in coach.opens("roster?show=all")


def test_after_signing_out_nothing_is_left_to_see(guests, url):
    ada = guests("ada")
    ada.opens("plan")
    with ada.page.expect_download() as begun:
        ada.page.locator("[data-testid=stDownloadButton] button").first.click()
    assert ada.status(begun.value.url) == 200
    ada.button("Sign out").click()
    ada.page.wait_for_url(lambda address: not address.startswith(f"{url}/plan"))
    ada.page.goto(f"{url}/week?lifter=ada")
    ada.button("Sign in").wait_for()
    assert ada.status(begun.value.url) == 403
    assert not [cookie for cookie in ada.profile.cookies(url) if cookie["name"].startswith("_streamlit_user")]
