import Foundation
import TerminalTestSupport
import Testing

extension Screen {
  /// `wscope` on a terminal, as soon as its prompt is there, below what it says at the start.
  ///
  /// With a script, a shell runs that instead; the program and its arguments are its `"$@"`.
  static func wscope(
    _ arguments: [String], through script: String? = nil, columns: Int = 120, rows: Int = 50,
    environment: [String: String] = [:], prompt: String = ">", saying start: String = "connected to ",
    limit: Double = 30,
    _ body: (Screen) async throws -> Void
  ) async throws {
    let shell = script.map { ["sh", "-c", $0, "sh"] } ?? []
    try await open(
      columns: columns, rows: rows, shell + [Program.path] + arguments, environment: environment, limit: limit
    ) { screen in
      try await screen.waitForPrompt(prompt, below: start)
      try await body(screen)
    }
  }

  /// Waits for an empty line after this prompt, somewhere below this text.
  @discardableResult
  func waitForPrompt(_ prompt: String = ">", below text: String = "") async throws -> Contents {
    try await wait { $0.currentRow == prompt && (text.isEmpty || $0.contains(text)) }
  }

  /// Types a line and presses Enter.
  func enter(_ line: String) async throws {
    try await type(line)
    try await press("Enter")
  }

  /// A file of its HOME.
  func file(_ name: String) throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: home).appendingPathComponent(name))
  }
}

extension Screen {
  /// Runs the program between two reports of the terminal's settings, and stays after it.
  static let reporting = """
    stty -a > "$HOME/before"
    sh -c 'echo $$ > "$HOME/process"; exec "$@"' sh "$@"
    echo "status $?"
    stty -a > "$HOME/after"
    echo done
    cat
    """

  /// The program that `reporting` runs.
  func reportedProcess() throws -> pid_t {
    try #require(pid_t(String(decoding: file("process"), as: UTF8.self).filter(\.isNumber)))
  }

  /// Waits for the program's end, and checks its status and that the terminal is as it was found.
  @discardableResult
  func expectReported(status: Int, location: SourceLocation = #_sourceLocation) async throws -> Contents {
    let contents = try await wait { $0.text.hasSuffix("\ndone") }
    #expect(contents.contains("\nstatus \(status)\n"), "\(contents)", sourceLocation: location)
    let before = try file("before")
    #expect(try file("after") == before, sourceLocation: location)
    #expect(String(decoding: before, as: UTF8.self).contains(" icanon"), sourceLocation: location)
    // Brackets around a paste would show, were they still wanted.
    try await paste(Array("plain".utf8))
    try await wait { $0.currentRow == "plain" }
    return contents
  }
}
