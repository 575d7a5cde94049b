import Foundation

/// A file and what it should hold.
struct GeneratedFile {
  var url: URL
  var content: String

  init(url: URL, content: String) {
    self.url = url
    self.content = content
  }

  /// A page written by hand, whose parts between the comments `generated: PART` and `end` are replaced.
  init(page url: URL, parts: [String: String]) throws {
    self.url = url
    content = try parts.reduce(String(contentsOf: url, encoding: .utf8)) { text, part in
      try Self.replacing(part.key, of: text, with: part.value, url)
    }
  }

  private static func replacing(
    _ part: String, of text: String, with content: String, _ url: URL
  ) throws -> String {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard let start = lines.firstIndex(of: ".\\\" generated: \(part)"),
      let end = lines[start...].firstIndex(of: ".\\\" end")
    else { throw Problem(description: "\(url.path) has no comments around its \(part)") }
    return lines[...start].joined(separator: "\n") + "\n" + content + lines[end...].joined(separator: "\n")
  }

  var isUpToDate: Bool { (try? String(contentsOf: url, encoding: .utf8)) == content }

  func write() throws { try Data(content.utf8).write(to: url) }
}
