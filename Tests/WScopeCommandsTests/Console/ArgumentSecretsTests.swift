import Testing

@testable import WScopeCommands

@Suite("Secrets in a command line")
struct ArgumentSecretsTests {
  /// A command line, and what is left of it.
  static let lines: [([String], String)] = [
    (["listen", "0", "--auth", "user:pass"], "listen 0 --auth *********"),
    (["listen", "--auth=-u:p"], "listen --auth=****"),
    (["ws://user:p%40ss@host/a@b"], "ws://***********@host/a@b"),
    (
      ["send", "WSS://token@[::1]:9/?q=a@b", "mail a@b.example"],
      "send WSS://*****@[::1]:9/?q=a@b mail a@b.example"
    ),
    (["user:pa@ss@host:80"], "**********@host:80"), (["ws:user:pw@host"], "ws:*******@host"),
    (["-c", "ws://u:p@h"], "-c ws://***@h"), (["-cws://u:p@h"], "-cws://***@h"),
    (["--connect=ws://u:p@h"], "--connect=ws://***@h"),
    (["-H", "Authorization: Basic x"], "-H Authorization:********"), (["-HCookie:a=b"], "-HCookie:***"),
    (["--header", "X-Auth-Token: t", "-x", "hello"], "--header X-Auth-Token:** -x hello"),
    (["--header=proxy-authorization: t"], "--header=proxy-authorization:**"),
    (["-H", "Origin: http://x", "-H", "no colon"], "-H Origin: http://x -H no colon"),
    (["--auth"], "--auth"), (["ws://host/path?x=1#y@z", "a@b"], "ws://host/path?x=1#y@z a@b"),
    ([" ws://u:p@h", "w\ts:\n//u:p@h"], " ws://***@h w\ts:\n//***@h"), ([#"ws:\\u:p@h"#], #"ws:\\***@h"#),
    (["", "@", "ws://@h", "-H", ":"], " @ ws://@h -H :"),
  ]

  @Test("are found where they stand, and nothing else is", arguments: lines)
  func found(_ arguments: [String], _ left: String) {
    var bytes = (["wscope"] + arguments).map { Array($0.utf8) }
    for (argument, range) in ArgumentSecrets.ranges(in: bytes) {
      bytes[argument].replaceSubrange(range, with: [UInt8](repeating: 0x2A, count: range.count))
    }
    #expect(bytes.dropFirst().map { String(decoding: $0, as: UTF8.self) }.joined(separator: " ") == left)
  }
}
