import Foundation
import LineEditor
import Synchronization

/// Shows what an editor tells, and does what is typed: `burst N`, `flood`, `drain`, `lend`, `history PATH`, `quit`.
///
/// Lines that come through the named pipe `WORDS` are printed, but for `prompt TEXT` and `terminate`.
final class Fixture: Sendable {
  private let box = Mutex<LineEditor?>(nil)

  var editor: LineEditor {
    box.withLock { box in
      if let editor = box { return editor }
      let made = make()
      box = made
      return made
    }
  }

  private func make() -> LineEditor {
    let configuration = LineEditor.Configuration(
      prompt: Self.variable("PROMPT") ?? "> ", historyPath: Self.variable("HISTORY"),
      commandMark: UInt8(ascii: "/"),
      lineLimit: Self.variable("LIMIT").flatMap { Int($0) } ?? 67_108_864,
      remember: { $0.hasPrefix("secret") ? nil : $0 },
      complete: { request in
        if request.line.hasPrefix("file ") { return .fileNames }
        if request.line.hasPrefix("nothing ") { return .none }
        return .words(["alpha", "beta", "burst", "gamma", "gamut"])
      })
    return LineEditor(configuration) { [self] event in handle(event) }
  }

  private func handle(_ event: LineEditor.Event) {
    switch event {
    case .line(let bytes): obey(bytes)
    case .interrupted: say("interrupted")
    case .endOfInput:
      say("end of input")
      if Self.variable("STAY") == nil {
        editor.stop()
        exit(3)
      }
    case .historyUnused(_, let trouble): say("history \(trouble)")
    case .lineFull(let limit): say("no more than \(limit)")
    case .room: say("room after full")
    }
  }

  private func obey(_ bytes: [UInt8]) {
    let words = String(decoding: bytes, as: UTF8.self).split(separator: " ")
    switch words.first {
    case "quit":
      editor.stop()
      exit(0)
    case "burst":
      let count = words.count > 1 ? Int(words[1]) ?? 0 : 0
      let target = editor
      onThread { for number in 0..<count { target.print(Array("line \(number)\n".utf8)) } }
    case "flood": onThread { [self] in flood() }
    case "history": editor.useHistory(at: words.dropFirst().first.map(String.init))
    case "drain":
      let target = editor
      editor.print(Array("before\n".utf8))
      editor.drain { target.print(Array("drained\n".utf8)) }
    case "lend":
      let target = editor
      editor.lend {
        _ = system("stty -a | grep -o -- '-\\?icanon' ; head -n 1")
        target.insert(Array("lent".utf8))
      }
    default: say("got: \(bytes.count) bytes, sum \(Self.sum(bytes)): \(Self.shown(bytes.prefix(200)))")
    }
  }

  /// Prints until the queue is full, and no further.
  private func flood() {
    let block = Array((String(repeating: "flood", count: 15) + "\n").utf8)
    while !editor.isFull { editor.print(block) }
    say("full")
  }

  /// Prints each line that comes through the named pipe, so that a test says when.
  func listen() {
    guard let file = fopen(Self.variable("WORDS") ?? "/dev/null", "r") else { return }
    var line: UnsafeMutablePointer<CChar>?
    var capacity = 0
    while getline(&line, &capacity, file) > 0 {
      guard let text = line.map({ String(cString: $0) }) else { continue }
      if text.hasPrefix("prompt ") {
        editor.setPrompt(String(text.dropFirst(7).replacing("\n", with: " ")))
      } else if text == "terminate\n" {
        kill(getpid(), SIGTERM)
      } else {
        editor.print(Array(text.utf8))
      }
    }
  }

  /// Tells the new width, which the terminal may announce some time after it has changed.
  func resize() {
    editor.resize()
    var size = winsize()
    if ioctl(STDIN_FILENO, UInt(TIOCGWINSZ), &size) == 0 { say("now \(size.ws_col) columns") }
  }

  private func say(_ text: String) { editor.print(Array("\(text)\n".utf8)) }

  func onThread(_ body: @escaping @Sendable () -> Void) { Thread.detachNewThread(body) }

  private static func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

  private static func sum(_ bytes: [UInt8]) -> Int { bytes.reduce(7) { ($0 &* 31 &+ Int($1)) % 1_000_003 } }

  /// Text as it is, and every other byte in hex.
  private static func shown(_ bytes: ArraySlice<UInt8>) -> String {
    String(decoding: bytes, as: UTF8.self).unicodeScalars.map { scalar in
      scalar.value < 32 || scalar.value == 127 ? "<\(String(scalar.value, radix: 16))>" : String(scalar)
    }.joined()
  }
}
