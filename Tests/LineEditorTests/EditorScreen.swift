import Foundation
import TerminalTestSupport
import Testing

/// The fixture on a terminal, with a folder for its history and its named pipe.
struct EditorScreen {
  let screen: Screen
  let folder: String
  private let words: FileHandle

  static let fixture: String = {
    let bundle = Bundle.main.executableURL ?? URL(fileURLWithPath: CommandLine.arguments[0])
    return bundle.resolvingSymlinksInPath().deletingLastPathComponent()
      .appendingPathComponent("LineEditorFixture").path
  }()

  /// Starts the fixture, or what `command` makes of it, and waits for its prompt.
  static func open(
    columns: Int = 80, rows: Int = 24, command: [String] = [], environment: [String: String] = [:],
    prompt: String = ">", _ body: (EditorScreen) async throws -> Void
  ) async throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("editor-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appendingPathComponent("words").path
    try #require(mkfifo(path, 0o600) == 0)
    // Opened both ways, so that neither side waits for the other.
    let words = try #require(FileHandle(forUpdatingAtPath: path))
    try await Screen.open(
      columns: columns, rows: rows, command + [fixture],
      environment: ["WORDS": path, "HISTORY": folder.appendingPathComponent("state/history").path]
        .merging(environment) { $1 }
    ) { screen in
      try await screen.wait { $0.currentRow.hasPrefix(prompt) }
      try await body(EditorScreen(screen: screen, folder: folder.path, words: words))
    }
  }

  /// Has the fixture print a line, from a thread of its own.
  func say(_ text: String) throws { try words.write(contentsOf: Data("\(text)\n".utf8)) }

  /// Types a line and presses Enter.
  func enter(_ line: String) async throws {
    try await screen.type(line)
    try await screen.press("Enter")
  }
}

/// What the fixture says of a line that it got.
func receipt(_ bytes: [UInt8]) -> String {
  let sum = bytes.reduce(7) { ($0 &* 31 &+ Int($1)) % 1_000_003 }
  return "got: \(bytes.count) bytes, sum \(sum)"
}

func receipt(_ text: String) -> String { receipt(Array(text.utf8)) }
