/// The status code of an HTTP response (RFC 9110 15).
public struct HTTPStatus: Hashable, Sendable {
  /// Three digits.
  public let code: Int

  /// A status by its number, which must have three digits (RFC 9110 15).
  public init(_ code: Int) { self.code = code }

  /// Whether content can follow the head: it never does after 1xx, 204 and 304 (RFC 9112 6.3).
  package var hasContent: Bool { !(100..<200).contains(code) && code != 204 && code != 304 }

  /// The reason phrase; empty for a code without one here, as RFC 9112 4 allows.
  public var phrase: String { Self.phrases[code] ?? "" }

  private static let phrases = [
    200: "OK", 301: "Moved Permanently", 302: "Found", 303: "See Other", 307: "Temporary Redirect",
    308: "Permanent Redirect", 400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found",
    405: "Method Not Allowed", 407: "Proxy Authentication Required",
    408: "Request Timeout", 410: "Gone", 414: "URI Too Long", 417: "Expectation Failed",
    426: "Upgrade Required",
    429: "Too Many Requests", 431: "Request Header Fields Too Large", 500: "Internal Server Error",
    501: "Not Implemented", 502: "Bad Gateway", 503: "Service Unavailable", 504: "Gateway Timeout",
    505: "HTTP Version Not Supported",
  ]

  /// 200 (RFC 9110 15.3.1).
  public static let ok = HTTPStatus(200)
  /// 400 (RFC 9110 15.5.1).
  public static let badRequest = HTTPStatus(400)
  /// 401 (RFC 9110 15.5.2).
  public static let unauthorized = HTTPStatus(401)
  /// 403 (RFC 9110 15.5.4).
  public static let forbidden = HTTPStatus(403)
  /// 404 (RFC 9110 15.5.5).
  public static let notFound = HTTPStatus(404)
  /// 405 (RFC 9110 15.5.6).
  public static let methodNotAllowed = HTTPStatus(405)
  /// 414 (RFC 9110 15.5.15).
  public static let uriTooLong = HTTPStatus(414)
  /// 417 (RFC 9110 15.5.18).
  public static let expectationFailed = HTTPStatus(417)
  /// 426 (RFC 9110 15.5.22).
  public static let upgradeRequired = HTTPStatus(426)
  /// 431 (RFC 6585 5).
  public static let headerFieldsTooLarge = HTTPStatus(431)
  /// 503 (RFC 9110 15.6.4).
  public static let serviceUnavailable = HTTPStatus(503)
  /// 505 (RFC 9110 15.6.6).
  public static let versionNotSupported = HTTPStatus(505)
}
