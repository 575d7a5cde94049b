public import Foundation

/// A terminal as a person has it before them: tmux, with one program in it.
public final class Screen: Sendable {
  private let client: ControlClient
  private let folder: URL
  private let limit: TimeInterval

  /// Starts a program on a terminal of this size, shows it to `body`, and ends whatever still runs.
  ///
  /// `environment` is all that the program sees beside a plain PATH, HOME, LANG and TERM; a wait that takes longer than
  /// `limit` seconds fails with the screen in its error.
  public static func open<Value>(
    columns: Int = 80, rows: Int = 24, _ command: [String], environment: [String: String] = [:],
    limit: TimeInterval = 20, _ body: (Screen) async throws -> Value
  ) async throws -> Value {
    let screen = try Screen(columns, rows, command, environment, limit)
    do {
      // The server goes with its client, however that ends; not before it has one.
      _ = try await screen.client.run("set -g exit-unattached on")
      let value = try await body(screen)
      await screen.close()
      return value
    } catch {
      await screen.close()
      throw error
    }
  }

  /// Tells the program's end in the terminal's title and keeps the terminal, for tmux may notice an end late.
  private static let wrapper = #"""
    trap : INT QUIT TSTP; "$0" "$@"; printf '\033]2;ended %s\033\\' "$?"; exec cat > /dev/null
    """#

  private init(
    _ columns: Int, _ rows: Int, _ command: [String], _ environment: [String: String], _ limit: TimeInterval
  ) throws {
    self.limit = limit
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("screen-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let base = [
      "PATH": "/usr/bin:/bin", "HOME": folder.path, "LANG": "C.UTF-8", "SWIFT_BACKTRACE": "enable=no",
    ]
    let variables = base.merging(["TERM": "tmux-256color"]) { $1 }.merging(environment) { $1 }
    let settings = folder.appendingPathComponent("settings")
    try Data(
      """
      set -g history-limit 100000
      set -g escape-time 0

      """.utf8
    ).write(to: settings)
    client = try ControlClient(
      ["-u", "-S", folder.appendingPathComponent("socket").path, "-f", settings.path, "-C", "new-session"]
        + ["-x", "\(columns)", "-y", "\(rows)", "env", "-i"] + variables.map { "\($0)=\($1)" }
        + ["sh", "-c", Self.wrapper] + command,
      environment: base)
  }

  /// A folder that goes with the screen; it is the program's HOME.
  public var home: String { folder.path }

  /// Types characters, none of which ends a line.
  public func type(_ text: String) async throws {
    _ = try await client.run("send-keys -l -- \(Self.quoted(text))")
  }

  /// Presses keys by tmux's names: `Enter`, `C-c`, `Left`.
  public func press(_ keys: String...) async throws {
    _ = try await client.run("send-keys -- " + keys.map(Self.quoted).joined(separator: " "))
  }

  /// Sends bytes as keys, with no brackets and all at once.
  public func send(_ bytes: [UInt8]) async throws {
    _ = try await client.run("send-keys -H " + bytes.map { String($0, radix: 16) }.joined(separator: " "))
  }

  /// Pastes as a terminal does: in brackets where the program asked for them, with CR for each newline unless line ends are kept.
  public func paste(_ bytes: [UInt8], keepsLineEnds: Bool = false) async throws {
    let file = folder.appendingPathComponent("paste")
    try Data(bytes).write(to: file)
    _ = try await client.run(
      "load-buffer \(Self.quoted(file.path))", "paste-buffer -p -d\(keepsLineEnds ? " -r" : "")")
  }

  /// Returns when the program can see the new size, a moment after the rows have been wrapped again.
  public func resize(columns: Int, rows: Int) async throws {
    let replies = try await client.run(
      "resize-window -x \(columns) -y \(rows)", "display-message -p '#{pane_tty}'")
    let deadline = Date(timeIntervalSinceNow: limit)
    while TerminalSize.columns(of: replies[1].first ?? "") != columns {
      guard deadline > Date() else { throw ScreenError(description: "not resized after \(limit) s") }
      _ = try await contents()
    }
  }

  /// The screen as it is now.
  public func contents() async throws -> Contents {
    let replies = try await client.run("capture-pane -p", "display-message -p '#{cursor_x} #{cursor_y}'")
    let numbers = replies[1].first?.split(separator: " ").compactMap { Int($0) } ?? []
    guard numbers.count == 2 else { throw ScreenError(description: "no cursor in \(replies[1])") }
    return Contents(rows: replies[0], cursor: .init(column: numbers[0], row: numbers[1]))
  }

  /// Every row, with those that have scrolled away.
  public func scrollback() async throws -> [String] {
    try await client.run("capture-pane -p -S -")[0]
  }

  /// Every line as it was written, however many rows the terminal made of it.
  public func lines() async throws -> [String] {
    try await client.run("capture-pane -p -J -S -")[0]
  }

  /// The screen as soon as it is as expected.
  @discardableResult
  public func wait(for isExpected: (Contents) -> Bool) async throws -> Contents {
    try await settle("not what was expected") {
      let contents = try await contents()
      return isExpected(contents) ? contents : nil
    }
  }

  /// The screen as soon as it shows a text.
  @discardableResult
  public func wait(for text: String) async throws -> Contents {
    try await wait { $0.contains(text) }
  }

  /// The number of the program's process.
  public func process() async throws -> pid_t {
    let shell = try await client.run("display-message -p '#{pane_pid}'")[0].first ?? ""
    let children = try String(contentsOfFile: "/proc/\(shell)/task/\(shell)/children", encoding: .utf8)
    guard let number = children.split(separator: " ").first.flatMap({ pid_t($0) }) else {
      throw ScreenError(description: "the program has ended, or not begun")
    }
    return number
  }

  /// Waits for the program's end: its exit status, or 128 and the number of the signal that killed it.
  public func status() async throws -> Int {
    try await settle("still running") {
      let title = try await client.run("display-message -p '#{pane_title}'")[0].first ?? ""
      return title.hasPrefix("ended ") ? Int(title.dropFirst(6)) : nil
    }
  }

  /// What `look` finds, which is asked again after each change.
  private func settle<Value>(_ trouble: String, _ look: () async throws -> Value?) async throws -> Value {
    let deadline = Date(timeIntervalSinceNow: limit)
    while true {
      let seen = client.changes
      if let value = try await look() { return value }
      guard deadline > Date() else {
        throw ScreenError(description: "\(trouble) after \(limit) s:\n\(try await contents())")
      }
      await client.waitForChange(after: seen, until: deadline)
    }
  }

  private func close() async {
    await client.end()
    try? FileManager.default.removeItem(at: folder)
  }

  private static func quoted(_ text: String) -> String {
    "'\(text.replacing("'", with: "'\\''"))'"
  }
}
