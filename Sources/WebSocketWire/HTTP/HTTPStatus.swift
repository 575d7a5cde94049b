/// The status code of an HTTP response (RFC 9110 15).
public struct HTTPStatus: Hashable, Sendable {
  /// Three digits.
  public let code: Int

  public init(_ code: Int) { self.code = code }

  /// Whether content can follow the head: it never does after 1xx, 204 and 304 (RFC 9112 6.3).
  public var hasContent: Bool { !(100..<200).contains(code) && code != 204 && code != 304 }

  /// The reason phrase; empty for a code without one here, as RFC 9112 4 allows.
  public var phrase: String { Self.phrases[code] ?? "" }

  private static let phrases = [
    200: "OK", 301: "Moved Permanently", 302: "Found", 303: "See Other", 307: "Temporary Redirect",
    308: "Permanent Redirect", 400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found",
    405: "Method Not Allowed", 410: "Gone", 414: "URI Too Long", 417: "Expectation Failed",
    426: "Upgrade Required",
    429: "Too Many Requests", 431: "Request Header Fields Too Large", 500: "Internal Server Error",
    501: "Not Implemented", 502: "Bad Gateway", 503: "Service Unavailable", 504: "Gateway Timeout",
    505: "HTTP Version Not Supported",
  ]

  public static let ok = HTTPStatus(200)
  public static let badRequest = HTTPStatus(400)
  public static let unauthorized = HTTPStatus(401)
  public static let forbidden = HTTPStatus(403)
  public static let notFound = HTTPStatus(404)
  public static let methodNotAllowed = HTTPStatus(405)
  public static let uriTooLong = HTTPStatus(414)
  public static let expectationFailed = HTTPStatus(417)
  public static let upgradeRequired = HTTPStatus(426)
  public static let headerFieldsTooLarge = HTTPStatus(431)
  public static let serviceUnavailable = HTTPStatus(503)
  public static let versionNotSupported = HTTPStatus(505)
}
