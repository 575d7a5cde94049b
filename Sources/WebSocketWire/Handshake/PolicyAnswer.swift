/// What a server answers by its own choice, other than 101.
struct PolicyAnswer: Sendable {
  let status: Int
  /// Why, as words that follow the status; empty for the page.
  let words: String
  private let type: String
  private let fields: [String]
  private let body: String

  /// A refusal, whose body says why.
  init(_ status: Int, _ words: String, fields: [String] = []) {
    self.status = status
    self.words = words
    self.fields = fields
    type = "text/plain"
    body = "Not let in: \(words).\n"
  }

  /// There are as many clients as there may be.
  static let full = PolicyAnswer(503, "all places are taken")

  /// The page.
  init(_ page: Page) {
    status = 200
    words = ""
    type = "text/html"
    fields = ["Content-Security-Policy: \(page.policy)", "Cache-Control: no-store"]
    body = page.html
  }

  /// The head and the body for a request; HEAD is answered by the head alone (RFC 9110 9.3.2).
  func response(to request: HTTPHead, headers: [HeaderLine]) -> (head: HTTPHead, body: [UInt8]) {
    let phrase = Self.phrases[status].map { " \($0)" } ?? " "
    let head = OpeningResponse.head(
      status: "\(status)\(phrase)", type: type,
      fields: fields + ["X-Content-Type-Options: nosniff"] + headers.map { "\($0.name): \($0.value)" },
      length: body.utf8.count)
    return (head, request.startLineParts[0] == "HEAD" ? [] : Array(body.utf8))
  }

  /// The words of the usual statuses (RFC 9110 15); another one goes without, as RFC 9112 4 allows.
  private static let phrases = [
    200: "OK", 301: "Moved Permanently", 302: "Found", 303: "See Other", 307: "Temporary Redirect",
    308: "Permanent Redirect", 400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found",
    410: "Gone", 426: "Upgrade Required", 429: "Too Many Requests", 500: "Internal Server Error",
    501: "Not Implemented", 502: "Bad Gateway", 503: "Service Unavailable", 504: "Gateway Timeout",
  ]
}
