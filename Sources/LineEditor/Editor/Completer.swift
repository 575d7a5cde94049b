import CReadline
import SystemCalls

/// Answers readline's question what a word can become.
enum Completer {
  typealias Matches = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>

  /// The candidates that are left to hand over; used on the editor's thread alone.
  nonisolated(unsafe) private static var rest: ArraySlice<String> = []

  static func complete(_ word: UnsafePointer<CChar>?, start: Int32) -> Matches? {
    guard let thread = EditorThread.current, let word else { return nil }
    let text = String(cString: word)
    let line = UnsafeBufferPointer(start: creadline_line(), count: Int(creadline_point()))
    let request = CompletionRequest(
      line: String(decoding: line.map(UInt8.init(bitPattern:)), as: UTF8.self), word: text)
    switch thread.complete(request) {
    case .fileNames: return nil
    case .none: rest = []
    case .words(let words): rest = words.filter { $0.hasPrefix(text) }[...]
    }
    creadline_end_completion()
    return rl_completion_matches(word) { _, _ in Completer.rest.popFirst().flatMap { strdup($0) } }
  }
}
