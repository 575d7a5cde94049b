import WebSocketInspect
import WebSocketWire

/// What is shown of the content of an answer that refuses the upgrade, without secrets.
struct RefusalContent {
  /// Escaped; none for no content.
  let lines: [String]
  /// Whether it is a web page.
  let isPage: Bool
  /// Why the content is not shown as it was meant; nil for nothing.
  let fault: String?

  /// The most that is shown unless more is asked for.
  private static let (lineLimit, byteLimit) = (10, 1024)
  /// The most that a compressed content is inflated to unless more is asked for, in bytes.
  private static let inflatedLimit = 1 << 20

  /// Of a page the title and the text, of any other content its start; with `limit`, that many bytes of either as they are.
  init(_ body: [UInt8], of head: HTTPHead, limit: Int?) {
    let decoded = ContentCoding.decode(body, of: head, limit: limit ?? Self.inflatedLimit)
    fault = decoded.fault
    let text = HTTPHead.text(decoded.bytes[...])
    let isMarked = head.fields("Content-Type").contains { $0.value.lowercased().hasPrefix("text/html") }
    isPage =
      !body.isEmpty && fault == nil
      && (isMarked || head.fields("Content-Type").isEmpty && HTMLText.isPage(text))
    if let limit {
      lines = Self.lines(of: decoded.bytes, text, lines: .max, bytes: limit)
    } else if isPage {
      let page = HTMLText(text)
      let title = page.title.isEmpty ? [] : [page.title]
      let read = (title + page.lines.filter { $0 != page.title }).joined(separator: "\n")
      lines = Self.lines(of: Array(read.utf8), read, lines: Self.lineLimit, bytes: Self.byteLimit)
    } else {
      lines = Self.lines(of: decoded.bytes, text, lines: Self.lineLimit, bytes: Self.byteLimit)
    }
  }

  private static func lines(
    of bytes: [UInt8], _ text: String, lines lineLimit: Int, bytes byteLimit: Int
  ) -> [String] {
    let safe = SecretFilter.text(text)
    let bytes = safe == text ? bytes : Array(safe.utf8)
    let kept = bytes.prefix(byteLimit)
    let lines = kept.split(separator: 0x0A, omittingEmptySubsequences: false).map { line in
      Escaper.exact(bytes: line.last == 0x0D ? line.dropLast() : line)
    }
    let shown = Array(lines.prefix(lineLimit).reversed().drop { $0.isEmpty }.reversed())
    return shown + (bytes.count > kept.count || lines.count > lineLimit ? ["..."] : [])
  }
}
