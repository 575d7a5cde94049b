import Testing
import WebSocketWire
import WireTestSupport

@Suite struct SecretFilterTests {
  /// A text that is one URL, and what is shown of it.
  static let urls = [
    ("ws://localhost:8080/chat?room=1", "ws://localhost:8080/chat?room=1"),
    ("ws://user:pw@host:80/", "ws://***@host:80/"), ("WSS://user:pw@host", "WSS://***@host"),
    ("ws:/user:pw@host", "ws:/***@host"), ("ws:user:pw@host", "ws:***@host"),
    ("//user:pw@host", "//***@host"),
    ("user:pw@host:80", "***@host:80"), ("token@host", "***@host"),
    ("ws:\\\\user:pw@host", "ws:\\\\***@host"),
    ("ws://user:p@ss:w@host/", "ws://***@host/"), ("ws://user:p/w@host/", "ws://***@host/"),
    ("ws://u:p@s/s@host", "ws://***@host"), ("ws://user:p w@host", "ws://***@host"),
    ("ws://user:pa\"w@host", "ws://***@host"), ("foo://user:pw@host", "foo://***@host"),
    ("ws://user:pw%40host/", "ws://***%40host/"), ("ws://user:secret/", "ws://user:***/"),
    ("ws://us/er:pw@host", "ws://us/***@host"), ("ws://user:?x#pw@host/", "ws://***@host/"),
    ("ws://localhost:8080/@bob", "ws://localhost:8080/@bob"), ("ws://host/a@b", "ws://host/a@b"),
    ("::1:80", "::1:80"), ("[::1]:80/x", "[::1]:80/x"), ("ws://host:99999/", "ws://host:99999/"),
    ("ws://h/eyJhbGciOiJub25lIn0.eyJhIjoxfQ.c2ln/x", "ws://h/***/x"),
    ("ws://h/?access_token=abc&x=1", "ws://h/?access_token=***&x=1"),
    ("ws://h/?API-Key=abc#f", "ws://h/?API-Key=***#f"), ("ws://h/?%74oken=abc", "ws://h/?%74oken=***"),
    ("ws://h/?a[password]=abc", "ws://h/?a[password]=***"),
    ("ws://h/?sig=a%3db&X-Amz-Signature=c", "ws://h/?sig=***&X-Amz-Signature=***"),
    ("ws://b\u{FC}cher.localhost:8080/", "ws://b\u{FC}cher.localhost:8080/"),
    ("ws://例え.jp:443", "ws://例え.jp:443"),
    ("ws://b%C3%BCcher.test:80/@x", "ws://b%C3%BCcher.test:80/@x"),
    ("ws://127.0.0.1:8_0/", "ws://127.0.0.1:8_0/"),
    ("ws://host:80,81", "ws://host:80,81"), ("ws://host:-1/", "ws://host:-1/"),
    ("ws://localhost:80a", "ws://localhost:80a"),
    ("ws://10.0.0.1:8O80", "ws://10.0.0.1:8O80"), ("ws://bob:1abc/", "ws://bob:***/"),
    ("ws://localhost:secret1", "ws://localhost:***"), ("ws://bob:12-34-56", "ws://bob:***"),
    ("ws://bob:__", "ws://bob:***"),
    ("", ""), ("@", "***@"), ("://", "://"),
  ]

  @Test(arguments: urls)
  func ofAURL(text: String, shown: String) { #expect(SecretFilter.url(text) == shown) }

  /// Any text, and what is shown of it.
  static let texts = [
    ("hello, it is 12:30", "hello, it is 12:30"), ("me@example.org", "me@example.org"),
    ("see wss://a:b@c and http://d:e@f/", "see wss://***@c and http://***@f/"),
    ("\"ws://a:b@c\"", "\"ws://***@c\""), ("try user:pw@host:80 now", "try ***@host:80 now"),
    ("Authorization: Bearer abc", "Authorization: Bearer ***"), ("authorization:abc", "authorization:***"),
    ("-H \"Cookie: a=b; c=d\" x", "-H \"Cookie: ***\" x"),
    ("-H 'Cookie: a=b; c=d' x", "-H 'Cookie: ***' x"), ("-H \"Cookie: a=b", "-H \"Cookie: ***"),
    ("-H \"Cookie: a=\"x\"; b=c\" y", "-H \"Cookie: ***\" y"), ("Cookie: a=\"x\"; b", "Cookie: ***"),
    (#"{"token":"a\"b","x":"y"}"#, #"{"token":"***","x":"y"}"#),
    ("{'token': 'ab', 'x': 1}", "{'token': '***', 'x': 1}"),
    (#"{\"Authorization\":\"ab\"}"#, #"{\"Authorization\":\"***"#),
    ("[\"Cookie: a\", \"b\"]", "[\"Cookie: ***\", \"b\"]"),
    ("password=\"a b\" x", "password=\"***\" x"), ("token='ab'", "token='***'"), ("token=\"", "token=\"***"),
    ("say Bearer abcdefgh.i=, please", "say Bearer ***, please"), ("a bearer of news", "a bearer of news"),
    ("eyJhbGciOiJub25lIn0.eyJhIjoxfQ.c2ln", "***"), ("x eyJhbGciOiJub25lIn0.eyJhIjoxfQ.c2ln, y", "x ***, y"),
    ("eyJhIjoxfQ==", "eyJhIjoxfQ=="),
    ("{\"access_token\": \"abc\", \"x\": 1}", "{\"access_token\": \"***\", \"x\": 1}"),
    ("--password=abc x", "--password=*** x"), ("Sec-WebSocket-Key: abc", "Sec-WebSocket-Key: abc"),
    ("Sec-WebSocket-Protocol: chat, v2", "Sec-WebSocket-Protocol: chat, v2"),
    ("sec-websocket-protocol: bearer, abc", "sec-websocket-protocol: bearer, ***"),
    (
      #"{"sec-websocket-protocol": "bearer, abc", "host": "h"}"#,
      #"{"sec-websocket-protocol": "bearer, ***", "host": "h"}"#
    ),
    ("X-Api-Key: abc\r\nHost: h", "X-Api-Key: ***\nHost: h"),
  ]

  @Test(arguments: texts)
  func ofAnyText(text: String, shown: String) { #expect(SecretFilter.text(text) == shown) }

  /// The name of a field, its value, and what is shown of it.
  static let values = [
    ("Authorization", "Basic abc", "Basic ***"), ("AUTHORIZATION", "abc def", "***"),
    ("Proxy-Authorization", "Bearer abc", "Bearer ***"), ("Set-Cookie", "a=b; Path=/", "***"),
    ("X-Auth-Token", "abc", "***"), ("Sec-WebSocket-Protocol", "chat, v2.chat", "chat, v2.chat"),
    ("Sec-WebSocket-Protocol", "access_token, abc", "access_token, ***"),
    ("Sec-WebSocket-Protocol", "base64url.bearer.authorization.k8s.io.abc", "***"),
    ("Location", "wss://h/?token=abc", "wss://h/?token=***"), ("Host", "a:80", "a:80"),
    ("WWW-Authenticate", "Basic realm=\"x\"", "Basic realm=\"x\""),
    ("Authentication", "SEC", "***"), ("X-Auth-Key", "SEC", "***"), ("Api-Auth", "SEC", "***"),
    (
      "Sec-WebSocket-Protocol", "chat, token.SEC, v1.bearer.SEC, graphql-ws, soap.v1",
      "chat, ***, ***, graphql-ws, soap.v1"
    ),
  ]

  @Test(arguments: values)
  func ofAField(name: String, value: String, shown: String) {
    #expect(SecretFilter.value(value, ofField: name) == shown)
  }

  @Test func subprotocolsThatAreTokens() {
    #expect(SecretFilter.secretSubprotocols(["chat", "token", "Qz9", "v1"]) == ["Qz9"])
    #expect(SecretFilter.secretSubprotocols(["bearer.Qz9", "chat"]) == ["bearer.Qz9"])
    #expect(SecretFilter.secretSubprotocols(["chat", "superchat"]) == [])
  }

  @Test(
    arguments: [
      ("Authorization\t: Basic Qz9", "Authorization\t: Basic ***"),
      ("Authorization Qz9", "Authorization ***"),
      ("Cookie; a=Qz9", "Cookie;***"), ("Authorization=Basic Qz9", "Authorization=***"),
      ("GET / now", "GET / now"),
    ])
  func brokenFields(line: String, shown: String) { #expect(SecretFilter.brokenField(line) == shown) }

  @Test(arguments: [#"{"pwd":"Qz9"}"#, #"{"passphrase":"Qz9"}"#, "pass: Qz9"])
  func membersThatAreSecret(text: String) { #expect(!SecretFilter.text(text).contains("Qz9")) }

  /// URLs in every spelling, valid and broken, whose password is known: no piece of it is in a filtered text or a sentence.
  @Test func noPieceOfAPasswordIsShown() throws {
    try withSeed { generator in
      for _ in 0..<3000 {
        let (url, password) = SecretURL.random(using: &generator)
        var shown = [
          SecretFilter.url(url), SecretFilter.text("see \(url.split(separator: " ").joined()) now"),
        ]
        do {
          let read = try WebSocketURL(url)
          // Of a host that is none, the password is a part.
          if !read.host.contains("Qz9") { shown.append(SecretFilter.resource(read.resource)) }
        } catch {
          shown.append("\(error)")
        }
        do { _ = try HTTPField("Authorization Basic \(password)") } catch { shown.append("\(error)") }
        for text in shown {
          for secret in SecretURL.secrets {
            #expect(!text.contains(secret), "\(url.debugDescription) is shown as \(text.debugDescription)")
          }
        }
      }
    }
  }
}
