# Completion of wscope(1) for bash; `make man` writes it.

_wscope() {
  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]}
  local command=connect options= value= words= sign=
  # An equals sign is a word of its own here.
  if [[ $cur == = ]]; then
    cur= sign=yes
  elif [[ $prev == = ]]; then
    prev=${COMP_WORDS[COMP_CWORD - 2]} sign=yes
  fi
  if ((COMP_CWORD == 1)); then
    words='connect send listen decode read diff replay proxy encode accept rules demo help'
  else
    case ${COMP_WORDS[1]} in
      connect | send | listen | decode | read | diff | replay | proxy | encode | accept | rules | demo | help) command=${COMP_WORDS[1]} ;;
    esac
  fi
  case $command in
    connect)
      options='-c --connect -l --listen -x --execute -w --wait --expect --timeout --in --echo --slash -V --binary --out --json --json-frames --text -0 --null --escapes --hex-lines --base64 --crlf --fragment --pace --output --split -q --quiet -H --header -s --subprotocol -o --origin --host -X --method --request --path-as-is -p --protocol -A --user-agent --show-body -u --auth --user --auth-file --auth-env --bearer --oauth2-bearer --bearer-file --bearer-env --netrc --netrc-file -b --cookie --cookie-jar -L --location --max-redirects --max-redirs --allow-downgrade -n -k --no-check --insecure --ca --cacert --capath --sni --verify-name --alpn --tls-min --tls-max --tlsv1.2 --tlsv1.3 --ciphers --pin --pinnedpubkey --connect-timeout --proxy --unix-socket --resolve --connect-to -4 --ipv4 -6 --ipv6 --interface --bind --noproxy --proxy-header --proxy-auth-file --proxy-insecure --no-proxy-env --cert --key --passphrase --pass --passphrase-file --passphrase-env --handshake-timeout --max-message --max-frame --deflate --deflate-level --deflate-threshold --close-timeout --pause --await --every --on --script --set -i --interactive --until --while --match --match-json --linger --hold -1 --one-message --close --no-close --ping-interval --ping-timeout --idle-timeout -m --max-time --no-auto-pong --reconnect --reconnect-attempts --show --hex --unescaped --pretty --view-bytes --only --grep --time --stats --color --no-color --handshake -v --verbose --show-secrets -P --show-ping-pong --views --write-out --record --record-format --record-rotate --history --version -h --help'
      case $prev in
        -c | --connect | -l | --listen | -x | --execute | -w | --wait | --expect | --timeout | --fragment | --pace | --split | -H | --header | -s | --subprotocol | -o | --origin | --host | -X | --method | --request | -p | --protocol | -A | --user-agent | --show-body | -u | --auth | --user | --auth-env | --bearer | --oauth2-bearer | --bearer-env | --max-redirects | --max-redirs | --sni | --verify-name | --alpn | --ciphers | --pin | --pinnedpubkey | --connect-timeout | --proxy | --resolve | --connect-to | --interface | --bind | --noproxy | --proxy-header | --passphrase | --pass | --passphrase-env | --handshake-timeout | --max-message | --max-frame | --deflate | --deflate-level | --deflate-threshold | --close-timeout | --pause | --await | --every | --on | --set | --until | --while | --match | --match-json | --linger | --close | --ping-interval | --ping-timeout | --idle-timeout | -m | --max-time | --reconnect-attempts | --view-bytes | --grep | --write-out | --record-rotate) value=nothing ;;
        --in) value='line nul length32 whole jsonl raw=' ;;
        --out) value='line nul length32 raw jsonl hex base64' ;;
        --output | --auth-file | --bearer-file | --netrc-file | -b | --cookie | --cookie-jar | --ca | --cacert | --capath | --unix-socket | --proxy-auth-file | --cert | --key | --passphrase-file | --script | --views | --record | --history) value=file ;;
        --tls-min | --tls-max) value='1.0 1.1 1.2 1.3' ;;
        --show) value='off line tree diagram spec' ;;
        --only) value='text binary ping pong close client server violation' ;;
        --time) value='abs rel delta off' ;;
        --color) value='auto always never' ;;
        --record-format) value='jsonl pcapng har' ;;
      esac
      ;;
    send)
      options='--file --hex-data --base64-data --expect --timeout --binary --out --json --json-frames --text -0 --null --escapes --hex-lines --base64 --crlf --fragment --pace --output --split -q --quiet -H --header -s --subprotocol -o --origin --host -X --method --request --path-as-is -p --protocol -A --user-agent --show-body -u --auth --user --auth-file --auth-env --bearer --oauth2-bearer --bearer-file --bearer-env --netrc --netrc-file -b --cookie --cookie-jar -L --location --max-redirects --max-redirs --allow-downgrade -n -k --no-check --insecure --ca --cacert --capath --sni --verify-name --alpn --tls-min --tls-max --tlsv1.2 --tlsv1.3 --ciphers --pin --pinnedpubkey --connect-timeout --proxy --unix-socket --resolve --connect-to -4 --ipv4 -6 --ipv6 --interface --bind --noproxy --proxy-header --proxy-auth-file --proxy-insecure --no-proxy-env --cert --key --passphrase --pass --passphrase-file --passphrase-env --handshake-timeout --max-message --max-frame --deflate --deflate-level --deflate-threshold --close-timeout --until --while --match --match-json --linger --hold -1 --one-message --close --no-close --ping-interval --ping-timeout --idle-timeout -m --max-time --no-auto-pong --reconnect --reconnect-attempts --show --hex --unescaped --pretty --view-bytes --only --grep --time --stats --color --no-color --handshake -v --verbose --show-secrets -P --show-ping-pong --views --write-out --record --record-format --record-rotate --version -h --help'
      case $prev in
        --file | --output | --auth-file | --bearer-file | --netrc-file | -b | --cookie | --cookie-jar | --ca | --cacert | --capath | --unix-socket | --proxy-auth-file | --cert | --key | --passphrase-file | --views | --record) value=file ;;
        --hex-data | --base64-data | --expect | --timeout | --fragment | --pace | --split | -H | --header | -s | --subprotocol | -o | --origin | --host | -X | --method | --request | -p | --protocol | -A | --user-agent | --show-body | -u | --auth | --user | --auth-env | --bearer | --oauth2-bearer | --bearer-env | --max-redirects | --max-redirs | --sni | --verify-name | --alpn | --ciphers | --pin | --pinnedpubkey | --connect-timeout | --proxy | --resolve | --connect-to | --interface | --bind | --noproxy | --proxy-header | --passphrase | --pass | --passphrase-env | --handshake-timeout | --max-message | --max-frame | --deflate | --deflate-level | --deflate-threshold | --close-timeout | --until | --while | --match | --match-json | --linger | --close | --ping-interval | --ping-timeout | --idle-timeout | -m | --max-time | --reconnect-attempts | --view-bytes | --grep | --write-out | --record-rotate) value=nothing ;;
        --out) value='line nul length32 raw jsonl hex base64' ;;
        --tls-min | --tls-max) value='1.0 1.1 1.2 1.3' ;;
        --show) value='off line tree diagram spec' ;;
        --only) value='text binary ping pong close client server violation' ;;
        --time) value='abs rel delta off' ;;
        --color) value='auto always never' ;;
        --record-format) value='jsonl pcapng har' ;;
      esac
      ;;
    listen)
      options='--unix-socket --socket-mode --echo --broadcast --greet --once --replay --replay-match --speed --connection --ignore --json --json-frames -s --subprotocol --allow-origin --auth --max-clients --reject -H --header --page --cert --key --passphrase --pass --passphrase-file --passphrase-env --handshake-timeout --max-message --max-frame --deflate --deflate-level --deflate-threshold --close-timeout --show --hex --unescaped --pretty --view-bytes --only --grep --time --stats --color --no-color --handshake -v --verbose --show-secrets -P --show-ping-pong --views --record --record-format --record-rotate --version -h --help'
      case $prev in
        --unix-socket | --replay | --cert | --key | --passphrase-file | --views | --record) value=file ;;
        --socket-mode | --greet | --speed | --connection | --ignore | -s | --subprotocol | --allow-origin | --auth | --max-clients | --reject | -H | --header | --passphrase | --pass | --passphrase-env | --handshake-timeout | --max-message | --max-frame | --deflate | --deflate-level | --deflate-threshold | --close-timeout | --view-bytes | --grep | --record-rotate) value=nothing ;;
        --replay-match) value='order content' ;;
        --show) value='off line tree diagram spec' ;;
        --only) value='text binary ping pong close client server violation' ;;
        --time) value='abs rel delta off' ;;
        --color) value='auto always never' ;;
        --record-format) value='jsonl pcapng har' ;;
      esac
      ;;
    decode)
      options='--file --from --role --deflate --show --hex --unescaped --pretty --view-bytes --only --grep --time --stats --color --no-color --handshake -v --verbose --show-secrets --json --json-frames -q --quiet --max-message --max-frame --version -h --help'
      case $prev in
        --file) value=file ;;
        --from) value='auto hex base64 raw' ;;
        --role) value='client server any' ;;
        --deflate | --view-bytes | --grep | --max-message | --max-frame) value=nothing ;;
        --show) value='off line tree diagram spec' ;;
        --only) value='text binary ping pong close client server violation' ;;
        --time) value='abs rel delta off' ;;
        --color) value='auto always never' ;;
      esac
      ;;
    read)
      options='--connection --follow --strict --show --hex --unescaped --pretty --view-bytes --only --grep --time --stats --color --no-color --handshake -v --verbose --show-secrets --json --json-frames -q --quiet --record --record-format --record-rotate --max-message --max-frame --version -h --help'
      case $prev in
        --connection | --view-bytes | --grep | --record-rotate | --max-message | --max-frame) value=nothing ;;
        --show) value='off line tree diagram spec' ;;
        --only) value='text binary ping pong close client server violation' ;;
        --time) value='abs rel delta off' ;;
        --color) value='auto always never' ;;
        --record) value=file ;;
        --record-format) value='jsonl pcapng har' ;;
      esac
      ;;
    diff)
      options='--connection --frames --ignore --color --no-color --max-message --max-frame --version -h --help'
      case $prev in
        --connection | --ignore | --max-message | --max-frame) value=nothing ;;
        --color) value='auto always never' ;;
      esac
      ;;
    replay)
      options='--connection --speed --lockstep --refragment --diff --timeout --ignore -H --header -s --subprotocol -o --origin --host -X --method --request --path-as-is -p --protocol -A --user-agent --show-body -u --auth --user --auth-file --auth-env --bearer --oauth2-bearer --bearer-file --bearer-env --netrc --netrc-file -b --cookie --cookie-jar -L --location --max-redirects --max-redirs --allow-downgrade -n -k --no-check --insecure --ca --cacert --capath --sni --verify-name --alpn --tls-min --tls-max --tlsv1.2 --tlsv1.3 --ciphers --pin --pinnedpubkey --connect-timeout --proxy --unix-socket --resolve --connect-to -4 --ipv4 -6 --ipv6 --interface --bind --noproxy --proxy-header --proxy-auth-file --proxy-insecure --no-proxy-env --cert --key --passphrase --pass --passphrase-file --passphrase-env --handshake-timeout --max-message --max-frame --deflate --deflate-level --deflate-threshold --close-timeout --ping-interval --ping-timeout --idle-timeout -m --max-time --no-auto-pong --reconnect --reconnect-attempts --show --hex --unescaped --pretty --view-bytes --only --grep --time --stats --color --no-color --handshake -v --verbose --show-secrets -P --show-ping-pong --views --write-out --record --record-format --record-rotate --version -h --help'
      case $prev in
        --connection | --speed | --timeout | --ignore | -H | --header | -s | --subprotocol | -o | --origin | --host | -X | --method | --request | -p | --protocol | -A | --user-agent | --show-body | -u | --auth | --user | --auth-env | --bearer | --oauth2-bearer | --bearer-env | --max-redirects | --max-redirs | --sni | --verify-name | --alpn | --ciphers | --pin | --pinnedpubkey | --connect-timeout | --proxy | --resolve | --connect-to | --interface | --bind | --noproxy | --proxy-header | --passphrase | --pass | --passphrase-env | --handshake-timeout | --max-message | --max-frame | --deflate | --deflate-level | --deflate-threshold | --close-timeout | --ping-interval | --ping-timeout | --idle-timeout | -m | --max-time | --reconnect-attempts | --view-bytes | --grep | --write-out | --record-rotate) value=nothing ;;
        --auth-file | --bearer-file | --netrc-file | -b | --cookie | --cookie-jar | --ca | --cacert | --capath | --unix-socket | --proxy-auth-file | --cert | --key | --passphrase-file | --views | --record) value=file ;;
        --tls-min | --tls-max) value='1.0 1.1 1.2 1.3' ;;
        --show) value='off line tree diagram spec' ;;
        --only) value='text binary ping pong close client server violation' ;;
        --time) value='abs rel delta off' ;;
        --color) value='auto always never' ;;
        --record-format) value='jsonl pcapng har' ;;
      esac
      ;;
    proxy)
      options='--socket-mode --cert --key --passphrase --pass --passphrase-file --passphrase-env --auth -n -k --no-check --insecure --ca --cacert --capath --sni --verify-name --alpn --tls-min --tls-max --tlsv1.2 --tlsv1.3 --ciphers --pin --pinnedpubkey --connect-timeout --handshake-timeout --proxy --unix-socket --resolve --connect-to -4 --ipv4 -6 --ipv6 --interface --bind --noproxy --proxy-header --proxy-auth-file --proxy-insecure --no-proxy-env --chop --delay --throttle --close-after --set-header --remove-header --show --hex --unescaped --pretty --view-bytes --only --grep --time --stats --color --no-color --handshake -v --verbose --show-secrets --json --json-frames -q --quiet --record --record-format --record-rotate --version -h --help'
      case $prev in
        --socket-mode | --passphrase | --pass | --passphrase-env | --auth | --sni | --verify-name | --alpn | --ciphers | --pin | --pinnedpubkey | --connect-timeout | --handshake-timeout | --proxy | --resolve | --connect-to | --interface | --bind | --noproxy | --proxy-header | --chop | --delay | --throttle | --close-after | --set-header | --remove-header | --view-bytes | --grep | --record-rotate) value=nothing ;;
        --cert | --key | --passphrase-file | --ca | --cacert | --capath | --unix-socket | --proxy-auth-file | --record) value=file ;;
        --tls-min | --tls-max) value='1.0 1.1 1.2 1.3' ;;
        --show) value='off line tree diagram spec' ;;
        --only) value='text binary ping pong close client server violation' ;;
        --time) value='abs rel delta off' ;;
        --color) value='auto always never' ;;
        --record-format) value='jsonl pcapng har' ;;
      esac
      ;;
    encode)
      words='fin= rsv= op= mask= len= claim= text= hex= base64='
      options='--out --version -h --help'
      case $prev in
        --out) value='hex raw' ;;
      esac
      ;;
    accept)
      options='--color --no-color --version -h --help'
      case $prev in
        --color) value='auto always never' ;;
      esac
      ;;
    rules)
      words='mask-required mask-forbidden reserved-bits reserved-opcode control-fragmented control-too-long length-not-minimal length-top-bit continuation-without-start message-interrupted close-body-one-byte close-code-forbidden close-reason-not-utf8 text-not-utf8 data-after-close frame-too-big message-too-big compressed-bit-misplaced deflate-corrupt not-http status-not-101 status-line http-method http-version request-line request-target request-target-character request-body content-length answer-content host-field upgrade-field connection-field version-field key-field accept-field subprotocol-not-offered extension-not-offered extension-malformed deflate-not-as-offered first-line-malformed field-malformed field-name-blank field-value-malformed field-folded field-folded-in-request field-control-character expect-without-content expect-unknown bare-line-feed head-too-big'
      options='--color --no-color --version -h --help'
      case $prev in
        --color) value='auto always never' ;;
      esac
      ;;
    demo)
      options='--show --hex --unescaped --pretty --view-bytes --only --grep --time --stats --color --no-color --handshake -v --verbose --show-secrets -P --show-ping-pong --views --version -h --help'
      case $prev in
        --show) value='off line tree diagram spec' ;;
        --view-bytes | --grep) value=nothing ;;
        --only) value='text binary ping pong close client server violation' ;;
        --time) value='abs rel delta off' ;;
        --color) value='auto always never' ;;
        --views) value=file ;;
      esac
      ;;
    help)
      words='connect send listen decode read diff replay proxy encode accept rules demo help'
      options='--version'
      ;;
  esac
  if [[ " ${COMP_WORDS[*]:1:COMP_CWORD-1} " == *' -- '* ]]; then
    options=
    value=
  fi
  COMPREPLY=()
  case $value in
    nothing) ;;
    file)
      compopt -o filenames 2>/dev/null
      mapfile -t COMPREPLY < <(compgen -f -- "$cur")
      ;;
    ?*) mapfile -t COMPREPLY < <(compgen -W "$value" -- "$cur") ;;
    *)
      [[ $cur == -* ]] && words=$options
      [[ $sign ]] && words=
      mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur")
      ;;
  esac
  [[ ${COMPREPLY[0]-} == *= ]] && compopt -o nospace 2>/dev/null
}

complete -F _wscope wscope
