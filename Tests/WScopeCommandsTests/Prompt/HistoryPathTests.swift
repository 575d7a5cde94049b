import LineEditor
import Testing
import WireTestSupport

@testable import WScopeCommands

@Suite struct HistoryPlaceTests {
  /// A line and what the history keeps of it.
  static let lines = [
    ("hello", "hello"), ("me@example.org", "me@example.org"), ("", ""),
    ("/connect ws://me:word@host:80/a@b", "/connect ws://***@b"),
    ("/connect me:word@host", "/connect ***@host"), ("/connect  me:w@rd@host/x", "/connect  ***@host/x"),
    ("see wss://a@b and http://c:d@e?f=g@h", "see wss://***@b and http://***@h"),
    ("ws://host/@", "ws://host/@"), ("://@", "://@"), ("\"ws://a:b@c\"", "\"ws://***@c\""),
    ("/connect ws://me:wo rd@host/", "/connect ws://***@host/"),
    ("/conect me:wo rd@host/", "/conect ***@host/"),
    ("/connect ws://host/?token=abc", "/connect ws://host/?token=***"), ("/ping a:b@c", "/ping ***@c"),
    ("/text it is 12:30", "/text it is 12:30"), ("//x a:b c@d", "//x a:b c@d"),
    ("ws://ä:ö@ü/", "ws://***@ü/"),
    ("/connect ws://h/ -H \"Authorization: Bearer Qz9\"", "/connect ws://h/ ***"),
    ("/connect -u a:Qz9 ws://h/", "/connect ***"), ("/connect h --bearer Qz9", "/connect h ***"),
  ]

  @Test(arguments: lines)
  func keepsNoUserAndNoPassword(line: String, kept: String) {
    #expect(HistoryPath.remember(line) == kept)
  }

  @Test func aHistoryThatIsNotKeptHasASentence() {
    #expect(
      HistoryPath.words(.link, "/a\u{1b}b")
        == #"/a\x1bb is a symbolic link, which is not followed, so what you type now is not kept in the history"#
    )
  }

  /// A URL whose password is known reaches the history from no command and no message, whatever its spelling.
  @Test func keepsNoPieceOfAPassword() throws {
    let lines: [(String) -> String] = [
      { "/connect \($0)" }, { "/connect\t\($0) " }, { "/conect \($0)" }, { "/reconnect \($0)" },
      { $0.split(separator: " ").joined() }, { "see \($0.split(separator: " ").joined()) now" },
      { "//\($0.split(separator: " ").joined())" },
    ]
    try withSeed { generator in
      for _ in 0..<3000 {
        let (url, _) = SecretURL.random(using: &generator)
        let line = lines[Int.random(in: lines.indices, using: &generator)](url)
        let kept = HistoryPath.remember(line) ?? ""
        for secret in SecretURL.secrets {
          #expect(!kept.contains(secret), "\(line.debugDescription) is kept as \(kept.debugDescription)")
        }
        // What is kept is read again when it is recalled, and must not change any more.
        #expect(HistoryPath.remember(kept) == kept)
      }
    }
  }
}
