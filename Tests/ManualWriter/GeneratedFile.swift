import Foundation

/// A file and what it should hold.
struct GeneratedFile {
  var url: URL
  var content: String

  init(url: URL, content: String) {
    self.url = url
    self.content = content
  }

  /// A page written by hand, whose part between the comments `generated: PART` and `end` is replaced.
  init(page url: URL, part: String, content: String) throws {
    let lines = try String(contentsOf: url, encoding: .utf8).split(
      separator: "\n", omittingEmptySubsequences: false)
    guard let start = lines.firstIndex(of: ".\\\" generated: \(part)"),
      let end = lines[start...].firstIndex(of: ".\\\" end")
    else { throw Problem(description: "\(url.path) has no comments around its \(part)") }
    self.url = url
    self.content =
      lines[...start].joined(separator: "\n") + "\n" + content + lines[end...].joined(separator: "\n")
  }

  var isUpToDate: Bool { (try? String(contentsOf: url, encoding: .utf8)) == content }

  func write() throws { try Data(content.utf8).write(to: url) }
}
