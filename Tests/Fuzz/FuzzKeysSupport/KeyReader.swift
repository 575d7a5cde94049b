import Foundation
import LineEditor
import Synchronization
import WireTestSupport

/// An editor that reads keys from a pipe, which takes the place of the process's standard input.
///
/// A terminal would pass keys on some time after they were written, so nothing could say that all of them have been read. A process
/// has one reader, because readline's state is global.
public final class KeyReader: Sendable {
  private let keys: Int32
  private let editor: LineEditor
  private let inbox: Inbox

  /// How long a line may take, in seconds.
  private static let patience = 20

  /// The lines that the editor hands over.
  private final class Inbox: Sendable {
    private let lines = Mutex<[[UInt8]]>([])
    private let arrival = DispatchSemaphore(value: 0)

    func put(_ line: [UInt8]) {
      lines.withLock { $0.append(line) }
      arrival.signal()
    }

    /// The lines that are here.
    func takeAll() -> [[UInt8]] {
      let taken = lines.withLock { lines in
        defer { lines = [] }
        return lines
      }
      for _ in taken { arrival.wait() }
      return taken
    }

    /// The next line; nil when none has come in time.
    func next() -> [UInt8]? {
      guard arrival.wait(timeout: .now() + .seconds(patience)) == .success else { return nil }
      return lines.withLock { $0.removeFirst() }
    }
  }

  /// The only editor of this process; nil when the system gives no descriptors.
  public static let shared = KeyReader()

  private init?() {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0, dup2(ends[0], STDIN_FILENO) == 0 else { return nil }
    keys = ends[1]
    let nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC)
    guard nowhere >= 0 else { return nil }
    setenv("INPUTRC", Self.inputrc, 1)
    setenv("LC_ALL", "C.UTF-8", 1)
    setenv("TERM", "xterm", 1)
    let inbox = Inbox()
    self.inbox = inbox
    editor = LineEditor(LineEditor.Configuration(prompt: "> ", output: nowhere)) { event in
      if case .line(let line) = event { inbox.put(line) }
    }
    editor.start()
  }

  /// Macros that give up in the middle, and no way into vi's keys, whose words never end at a byte that is not UTF-8.
  private static let inputrc: String = {
    let file = FileManager.default.temporaryDirectory.appending(path: "keys-\(UUID().uuidString)")
    let text = #"""
      "\C-x1": "\e5\C-g\C-x\C-q"
      "\C-x2": "\C-ra\C-x\C-]\e[<0M"
      "\C-x3": "\C-x3\C-x3"
      "\e\C-j": abort
      "\e\C-m": abort

      """#
    try? Data(text.utf8).write(to: file)
    return file.path
  }()

  /// Presses the keys, with U+FFFD for what is not UTF-8, because 8.2 loses the byte that follows; throws unless Ctrl-C gives up whatever they have begun, and a plain line then arrives as it was typed.
  public func check(_ input: [UInt8]) throws {
    try press(Array(String(decoding: input, as: UTF8.self).utf8))
    try InvariantBroken.unless(editor.interrupt(), "Ctrl-C is not taken")
    // Keys can enter a line of the history with something before it, and finish it before Ctrl-C.
    for finished in inbox.takeAll() {
      try InvariantBroken.unless(finished.allSatisfy { $0 != 0 }, "a line holds a NUL")
    }
    let line = Array("a plain line, é".utf8)
    try press(line + [0x0D])
    guard let next = inbox.next() else { throw InvariantBroken("no line arrives") }
    try InvariantBroken.unless(next == line, "a line is not what was typed: \(next)")
  }

  /// Returns when the editor has read them all.
  private func press(_ input: [UInt8]) throws {
    var rest = input[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(keys, $0.baseAddress, $0.count) }
      guard count > 0 else { throw InvariantBroken("the pipe takes no keys") }
      rest = rest.dropFirst(count)
    }
    let deadline = Date(timeIntervalSinceNow: Double(Self.patience))
    var waiting: Int32 = 0
    repeat {
      try InvariantBroken.unless(Date() < deadline, "keys are not read")
      sched_yield()
    } while ioctl(STDIN_FILENO, UInt(FIONREAD), &waiting) == 0 && waiting > 0
  }
}
