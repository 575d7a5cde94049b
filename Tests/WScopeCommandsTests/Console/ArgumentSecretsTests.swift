import Testing
import WireTestSupport

@testable import WScopeCommands

@Suite("Secrets in a command line")
struct ArgumentSecretsTests {
  /// A command line, and what is left of it.
  static let lines: [([String], String)] = [
    (["listen", "0", "--auth", "user:pass"], "listen 0 --auth *********"),
    (["--passphrase", "a b", "--passphrase-file", "f"], "--passphrase *** --passphrase-file f"),
    (["--pass=ab", "--passphrase=-c", ":9"], "--pass=** --passphrase=** :9"),
    (["listen", "--auth=-u:p"], "listen --auth=****"),
    (["-u", "a:b", "--user=a:b", "-ua:b"], "-u *** --user=*** -u***"), (["-Lu", "a:b", ":9"], "-Lu *** :9"),
    (
      ["--bearer", "tok", "--bearer=tok", "--oauth2-bearer=t"], "--bearer *** --bearer=*** --oauth2-bearer=*"
    ),
    (["-b", "a=b", "--cookie=c=d", "-be=f", "-b", "file"], "-b *** --cookie=*** -b*** -b file"),
    (
      ["--auth-file", "f", "--auth-env", "E", "--bearer-file=f"], "--auth-file f --auth-env E --bearer-file=f"
    ),
    (["ws://user:p%40ss@host/a@b"], "ws://******************@b"),
    (
      ["send", "WSS://token@[::1]:9/?q=a@b", "mail a@b.example"],
      "send WSS://******************@b mail a@b.example"
    ),
    (["user:pa@ss@host:80"], "**********@host:80"), (["ws:user:pw@host"], "ws:*******@host"),
    (["-c", "ws://u:p@h"], "-c ws://***@h"), (["-cws://u:p@h"], "-cws://***@h"),
    (["--connect=ws://u:p@h"], "--connect=ws://***@h"),
    (["-H", "Authorization: Basic x"], "-H Authorization:********"), (["-HCookie:a=b"], "-HCookie:***"),
    (["--header", "X-Auth-Token: t", "-x", "hello"], "--header X-Auth-Token:** -x hello"),
    (["--header=proxy-authorization: t"], "--header=proxy-authorization:**"),
    (["-H", "Origin: http://x", "-H", "no colon"], "-H Origin: http://x -H no colon"),
    (["--auth"], "--auth"), (["ws://host/path?x=1#y@z", "a@b"], "ws://host/path?x=1#y@z a@b"),
    (["ws://host/?token=abc&x=1&api_key=de#f"], "ws://host/?token=***&x=1&api_key=**#f"),
    (["host:80/?access_token=ab"], "host:80/?access_token=**"),
    (["ws://u:p@h/?sig=abcde"], "ws://***@h/?sig=*****"),
    (["-x", "password=hunter2"], "-x password=*******"),
    (["send", ":9", #"{"token": "abc", "n": 1}"#], #"send :9 {"token": "***", "n": 1}"#),
    (["-H", "Referer: http://h/?code=12"], "-H Referer: http://h/?code=**"),
    (["--header=X-Api-Key: k"], "--header=X-Api-Key:**"), (["***", "a***b?pw=c"], "*** a***b?pw=*"),
    ([" ws://u:p@h", "w\ts:\n//u:p@h"], " ws://***@h w\ts:\n//***@h"), ([#"ws:\\u:p@h"#], #"ws:\\***@h"#),
    (["-s", "access_token, abc", ":9"], "-s access_token, *** :9"),
    (["-s", "bearer", "--subprotocol=abc", "-s", "chat"], "-s bearer --subprotocol=*** -s chat"),
    (
      ["--subprotocol", "base64url.bearer.authorization.k8s.io.abc"],
      "--subprotocol " + String(repeating: "*", count: 41)
    ),
    (["-H", "Sec-WebSocket-Protocol: jwt, abc"], "-H Sec-WebSocket-Protocol: jwt, ***"),
    (["send", "SEC@127.0.0.1:80", "a@b"], "send ***@127.0.0.1:80 a@b"), (["SEC@host"], "***@host"),
    (["send", "--show", "tree", "SEC@host:9/x", "hi"], "send --show tree ***@host:9/x hi"),
    (["-s", "token.SEC", ":9"], "-s ********* :9"),
    (["-H", "Authentication: SEC"], "-H Authentication:****"),
    (["-H", "Cookie:a", "-s", "v1"], "-H Cookie:* -s v1"),
    (["--greet", "Bearer abcdefgh"], "--greet Bearer ********"),
    (["-x", #"{"token": "ab", "x": 1}"#], #"-x {"token": "**", "x": 1}"#),
    (["--proxy", "socks5://u:p@h:1", ":9"], "--proxy socks5://***@h:1 :9"),
    (["--proxy=u:p@h:1"], "***********@h:1"), (["--proxy", "SEC@h"], "--proxy ***@h"),
    (["--proxy-header", "Proxy-Authorization: x"], "--proxy-header Proxy-Authorization:**"),
    (["", "@", "ws://@h", "-H", ":"], " @ ws://@h -H :"),
  ]

  @Test("are found at their places, and nothing else is", arguments: lines)
  func found(_ arguments: [String], _ left: String) {
    var bytes = (["wscope"] + arguments).map { Array($0.utf8) }
    for (argument, range) in ArgumentSecrets.ranges(in: bytes) {
      bytes[argument].replaceSubrange(range, with: [UInt8](repeating: 0x2A, count: range.count))
    }
    #expect(bytes.dropFirst().map { String(decoding: $0, as: UTF8.self) }.joined(separator: " ") == left)
  }

  @Test("hold every piece of a URL's password and token, and no command line shows one")
  func everySpelling() throws {
    try withSeed { generator in
      for _ in 0..<2000 {
        let (url, _) = SecretURL.random(using: &generator)
        // A blank would make two arguments of it.
        let text = url.split(separator: " ").joined()
        for argument in [text, "--connect=\(text)", "see \(text)"] {
          var bytes = Array(argument.utf8)
          for (_, range) in ArgumentSecrets.ranges(in: [[], bytes]) {
            bytes.replaceSubrange(range, with: [UInt8](repeating: 0x2A, count: range.count))
          }
          let left = String(decoding: bytes, as: UTF8.self)
          for secret in SecretURL.secrets { #expect(!left.contains(secret), "\(argument): \(left)") }
        }
      }
    }
  }
}
