import WebSocketCapture
import WebSocketInspect
import WebSocketWire

/// Shows a comparison: a line for what is in one of the two, three for what was changed, and equal ones around them.
final class DiffView {
  private let output: any ByteOutput
  private let words: DiffWords
  private let names: DiffNames
  private let noun: String
  private let style: TextStyle
  private let width: Int
  /// How many differences are shown; nil for all.
  private let limit: Int?
  private(set) var counts = DiffCounts()
  /// Equal ones since the last difference.
  private var run = 0
  private var lastEqual: ComparedItem?

  /// `width` is that of a terminal. With a `limit` only that many differences are shown, and nothing that is equal.
  init(
    _ output: any ByteOutput, _ comparison: JSONComparison, names: DiffNames, byFrame: Bool, style: TextStyle,
    width: Int?, limit: Int? = nil
  ) {
    self.output = output
    self.names = names
    self.style = style
    self.width = max(40, width ?? 80)
    self.limit = limit
    noun = byFrame ? "frame" : "message"
    words = DiffWords(comparison, names: names, byFrame: byFrame)
  }

  func show(_ rows: [RecordingDiff.Row]) {
    for row in rows {
      switch row {
      case .equal(let item, _): equal(item)
      case .changed(let first, let second):
        if differ(\.changed) { change(first, second) }
      case .only(.first, let item):
        if differ(\.onlyFirst) { line("-", item, words.text(item), .violation) }
      case .only(.second, let item):
        if differ(\.onlySecond) { line("+", item, words.text(item), .ok) }
      }
    }
  }

  /// The sentence that comes last, for all that was compared.
  var summary: String { counts.sentence(noun, names) }

  /// Shows the last line.
  func end() {
    if counts.differences > 0 { fold(before: false) }
    output.append(LineFolder.fold([summary], width: width).map { $0 + "\n" }.joined())
  }

  // MARK: Lines

  /// Counts a difference; whether it is shown.
  private func differ(_ count: WritableKeyPath<DiffCounts, Int>) -> Bool {
    counts[keyPath: count] += 1
    if let limit, counts.differences > limit { return false }
    fold(before: true)
    return true
  }

  /// Of equal ones the first after a difference is shown, and the last before one.
  private func equal(_ item: ComparedItem) {
    counts.equal += 1
    run += 1
    guard limit == nil else { return }
    if run == 1, counts.differences > 0 { line(" ", item, words.text(item), nil) } else { lastEqual = item }
  }

  private func fold(before isBeforeDifference: Bool) {
    defer { (run, lastEqual) = (0, nil) }
    guard limit == nil, let last = lastEqual else { return }
    let shown = (counts.differences > (isBeforeDifference ? 1 : 0) ? 1 : 0)
    let hidden = run - shown - (isBeforeDifference ? 1 : 0)
    if hidden > 0 {
      write("  ... \(hidden) \(hidden == 1 ? "is" : "are") equal", .dim)
    }
    if isBeforeDifference { line(" ", last, words.text(last), nil) }
  }

  private func line(_ mark: String, _ item: ComparedItem, _ text: String, _ meaning: TextStyle.Meaning?) {
    let start = "\(mark) \(Layout.arrow(from: item.sender)) \(number(item))  "
    write(start + text, meaning)
  }

  private func change(_ first: ComparedItem, _ second: ComparedItem) {
    let place = words.place(first, second)
    write("~ \(Layout.arrow(from: first.sender)) \(place)", .warning)
    let start = words.excerptStart(first, second)
    for (name, item, meaning) in [
      (names.first, first, TextStyle.Meaning.violation), (names.second, second, .ok),
    ] {
      let blanks = String(repeating: " ", count: names.width - name.count)
      write("  \(name)\(blanks) \(number(item))  " + words.text(item, from: start), meaning)
    }
  }

  private func number(_ item: ComparedItem) -> String {
    let digits = "\(item.number)"
    return String(repeating: " ", count: max(0, 4 - digits.count)) + digits
  }

  private func write(_ text: String, _ meaning: TextStyle.Meaning?) {
    let clipped = TextWidth.clipped(text, to: width)
    output.append((meaning.map { style.paint(clipped, $0) } ?? clipped) + "\n")
  }
}
