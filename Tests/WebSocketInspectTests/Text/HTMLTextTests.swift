import Testing
import WebSocketInspect

@Suite("What a person reads of a web page")
struct HTMLTextTests {
  /// A page, its title and its lines.
  static let pages: [(String, String, [String])] = [
    (
      "<html>\r\n<head><title>502 Bad\n Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx/1.22</center>\r\n</body></html>",
      "502 Bad Gateway", ["502 Bad Gateway", "nginx/1.22"]
    ),
    ("<p>one <b>two</b> three<p>four<br/>five", "", ["one two three", "four", "five"]),
    ("<style>p { a: '<p>' }</style>x<script>if (a < b) { '</p>' }</SCRIPT>y", "", ["x", "y"]),
    ("a <!-- <p>no</p> --> b", "", ["a b"]),
    ("a < b & c &amp; &#60;d&#x3e; &nope; &", "", ["a < b & c & <d> &nope; &"]),
    ("<a href=\"x>y\" title='>'>link</a>", "", ["link"]), ("<title></title><title>T</title>", "T", []),
    ("plain", "", ["plain"]), ("", "", []), ("<p", "", []), ("<!--", "", []), ("<script>", "", []),
    ("&#xD800; &#1114112; &#;", "", ["&#xD800; &#1114112; &#;"]), ("<ul><li>a<li>b</ul>", "", ["a", "b"]),
    ("<p title=\"", "", []), ("é&eacute;", "", ["é&eacute;"]),
  ]

  @Test(arguments: pages)
  func isRead(page: String, title: String, lines: [String]) {
    let text = HTMLText(page)
    #expect(text.title == title)
    #expect(text.lines == lines)
  }

  @Test func isAPage() {
    #expect(HTMLText.isPage("\n <!DOCTYPE html>") && HTMLText.isPage("<HTML lang=x>"))
    #expect(!HTMLText.isPage("{}") && !HTMLText.isPage("<p>"))
  }
}
