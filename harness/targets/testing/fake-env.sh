#!/bin/sh
# A target of the environment form that behaves as its argument says, for the env driver's tests.
case "$1:$X402_OP" in
  *:hello)
    if [ "$1" = no-hello ]; then echo "sh: nothing here" >&2; exit 127; fi
    role=client
    if [ "$1" = server ]; then role=server; fi
    printf '{"name":"fake","version":"2","role":"%s","capabilities":{"schemes":["exact"],"networks":["eip155:84532"],"extensions":[],"transports":["http"],"features":["request","instances"]}}\n' "$role" ;;
  honest:fetch)
    echo "fetching" >&2
    body=$(printf '%s|%s|%s|%s' "$X402_PROTOCOL" "$X402_INSTANCE" "$X402_REQUEST" "$X402_WALLETS" | base64 | tr -d '\n')
    printf '{"outcome":"response","status":200,"headers":[],"body":"%s"}\n' "$body" ;;
  chatty:fetch) echo "hello there"; echo '{"outcome":"error","message":"x"}' ;;
  silent:fetch) : ;;
  garbled:fetch) echo 'outcome=error' ;;
  breaks:fetch) echo "ran out of ink" >&2; exit 4 ;;
  hangs:fetch) sleep 600 ;;
  server:start) trap 'exit 0' TERM; echo '{"url":"http://127.0.0.1:4021"}'; echo "listening"; while :; do sleep 0.05; done ;;
  dies:start) echo "port in use" >&2; exit 1 ;;
  *) exit 127 ;;
esac
