import CReadline
import SystemCalls

/// The lines that came before: in readline's list, and in a file where there is one.
///
/// Lives on the editor's thread.
final class History {
  private var file: HistoryFile?
  private let remember: @Sendable (String) -> String?
  private let onTrouble: @Sendable (String, HistoryTrouble) -> Void
  private var last: String?
  private var appended = 0
  private var hasToldTrouble = false

  /// How many lines are kept in memory, and in the file, which grows by as many again before it is cut.
  static let limit = 1000
  /// How many bytes of UTF-8 a line that is kept can have.
  private static let lineLimit = 65536

  /// `onTrouble` is reported the path of a file that is not used, and why, once for each time that it was to be.
  init(
    path: String?, remember: @escaping @Sendable (String) -> String?,
    onTrouble: @escaping @Sendable (String, HistoryTrouble) -> Void
  ) {
    self.remember = remember
    self.onTrouble = onTrouble
    stifle_history(Int32(Self.limit))
    use(path)
  }

  /// Forgets the lines in memory and takes those of another file.
  func use(_ path: String?) {
    clear_history()
    last = nil
    file = path.map(HistoryFile.init)
    for line in file?.load() ?? [] where isKept(line) { keep(line) }
    using_history()
    hasToldTrouble = false
    tellTrouble()
  }

  private func tellTrouble() {
    guard let file, let trouble = file.trouble, !hasToldTrouble else { return }
    hasToldTrouble = true
    onTrouble(file.path, trouble)
  }

  /// Keeps a line unless it begins with a space, is not UTF-8, is too long, or is the same as the last one.
  ///
  /// One that holds a newline is kept for this run only, because the file has a line for each entry.
  func add(_ line: [UInt8]) {
    guard let text = String(validating: line, as: UTF8.self), isKept(text), let kept = remember(text),
      isKept(kept), kept != last
    else { return }
    keep(kept)
    guard !kept.utf8.contains(UInt8(ascii: "\n")) else { return }
    file?.append(kept)
    tellTrouble()
    appended += 1
    if appended.isMultiple(of: Self.limit) { _ = file?.load() }
  }

  private func keep(_ line: String) {
    guard line != last else { return }
    last = line
    add_history(line)
    guard let entry = creadline_latest() else { return }
    // After a backslash at a line's end readline 8.2 reads on, and yanks what it finds, so a second NUL ends the line.
    let length = line.utf8.count
    guard let longer = realloc(entry.pointee.line, length + 2)?.assumingMemoryBound(to: CChar.self) else {
      return
    }
    longer[length + 1] = 0
    entry.pointee.line = longer
  }

  private func isKept(_ line: String) -> Bool {
    !line.isEmpty && !line.hasPrefix(" ") && line.utf8.count <= Self.lineLimit
      && !line.utf8.contains(0)
  }
}
