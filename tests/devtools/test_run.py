"""What `make run` starts beside the site, and for whom."""

from devtools.run import local_stripe, stripe_command


def test_a_local_stripe_is_started_with_a_webhook_to_the_site() -> None:
    env = local_stripe({})

    [command] = stripe_command(8123, env).values()
    told = " ".join(command)

    assert env["PASAR_STRIPE_KEY"].startswith("sk_test_")
    assert f"--port {env['PASAR_STRIPE_ADDRESS'].rpartition(':')[2]}" in told
    assert "--webhook http://127.0.0.1:8123/webhook/stripe" in told
    assert f"--secret {env['PASAR_STRIPE_WEBHOOK_SECRET']}" in told


def test_whoever_brings_a_key_asks_that_stripe() -> None:
    env = local_stripe({"PASAR_STRIPE_KEY": "sk_test_own", "PASAR_STRIPE_WEBHOOK_SECRET": "x"})

    assert stripe_command(8123, env) == {}
    assert "PASAR_STRIPE_ADDRESS" not in env
