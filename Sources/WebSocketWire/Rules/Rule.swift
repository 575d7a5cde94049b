/// The catalogue: everything that a peer can do wrong, once (the texts are rows of `Rule.catalogue`).
public enum Rule: String, Hashable, Sendable, CaseIterable {
  /// A client masks every frame that it sends (RFC 6455 5.1).
  case maskRequired = "mask-required"
  /// A server masks no frame that it sends (RFC 6455 5.1).
  case maskForbidden = "mask-forbidden"
  /// RSV1, RSV2 and RSV3 are 0 unless a negotiated extension gives them a meaning (RFC 6455 5.2).
  case reservedBits = "reserved-bits"
  /// The opcodes 3 to 7 and B to F are not used until a standard defines them (RFC 6455 5.2).
  case reservedOpcode = "reserved-opcode"
  /// A control frame is never fragmented: its FIN bit is 1 (RFC 6455 5.5).
  case controlFragmented = "control-fragmented"
  /// A control frame carries at most 125 bytes (RFC 6455 5.5).
  case controlTooLong = "control-too-long"
  /// A length is written in the shortest of the three forms that can hold it (RFC 6455 5.2).
  case lengthNotMinimal = "length-not-minimal"
  /// The top bit of a 64-bit length is 0 (RFC 6455 5.2).
  case lengthTopBit = "length-top-bit"
  /// A continuation frame follows a data frame whose FIN bit was 0 (RFC 6455 5.4).
  case continuationWithoutStart = "continuation-without-start"
  /// No new message begins before the fragments of the last one are complete (RFC 6455 5.4).
  case messageInterrupted = "message-interrupted"
  /// The body of a Close frame is empty or begins with a code of two bytes (RFC 6455 5.5.1).
  case closeBodyOneByte = "close-body-one-byte"
  /// A Close frame carries 1000 to 1003, 1007 to 1014, or 3000 to 4999 (RFC 6455 7.4).
  case closeCodeForbidden = "close-code-forbidden"
  /// The reason in a Close frame is UTF-8 (RFC 6455 5.5.1).
  case closeReasonNotUTF8 = "close-reason-not-utf8"
  /// A text message is UTF-8 as a whole; a scalar may be cut between fragments (RFC 6455 8.1).
  case textNotUTF8 = "text-not-utf8"
  /// Nothing is sent after a Close frame (RFC 6455 5.5.1).
  case dataAfterClose = "data-after-close"
  /// A frame stays within the limit that the receiver has set (RFC 6455 10.4).
  case frameTooBig = "frame-too-big"
  /// A message stays within the limit that the receiver has set, once it is inflated (RFC 6455 10.4).
  case messageTooBig = "message-too-big"
  /// RSV1, which marks a compressed message, is set on the first frame of a message only (RFC 7692 6).
  case compressedBit = "compressed-bit-misplaced"
  /// A compressed message is whole DEFLATE blocks within the agreed window (RFC 7692 7.2.2).
  case deflateCorrupt = "deflate-corrupt"

  /// Both ends speak HTTP/1.1 in the opening handshake (RFC 6455 4.1).
  case notHTTP = "not-http"
  /// The server's status is 101 (RFC 6455 4.1).
  case status = "status-not-101"
  /// A status line is HTTP/1.1, one space and a status of three digits (RFC 9112 4).
  case statusLine = "status-line"
  /// The client's method is GET (RFC 6455 4.1).
  case method = "http-method"
  /// Both heads are of HTTP/1, and of 1.1 or higher (RFC 6455 4.1).
  case httpVersion = "http-version"
  /// The request line is a method, a target and a version, with one space between them (RFC 9112 3).
  case requestLine = "request-line"
  /// The request target is a path that begins with a slash, or a URL, without a fragment (RFC 9112 3.2).
  case requestTarget = "request-target"
  /// The request target has only characters that a URI has, and whole percent-encodings (RFC 9112 3.2).
  case targetCharacter = "request-target-character"
  /// The request has no content, which would be read as frames (RFC 9110 9.3.1).
  case requestBody = "request-body"
  /// Content-Length is one number of bytes in decimal digits (RFC 9110 8.6).
  case contentLength = "content-length"
  /// An answer 101 has no content, and so neither Content-Length nor Transfer-Encoding (RFC 9110 15.2).
  case answerContent = "answer-content"
  /// The request holds exactly one Host field, with a host and maybe a port (RFC 9112 3.2).
  case host = "host-field"
  /// Upgrade is "websocket", letter case ignored (RFC 6455 4.1).
  case upgrade = "upgrade-field"
  /// Connection holds the token "Upgrade", letter case ignored (RFC 6455 4.1).
  case connection = "connection-field"
  /// Sec-WebSocket-Version is 13 (RFC 6455 4.1).
  case version = "version-field"
  /// Sec-WebSocket-Key is one field with 16 bytes in base64 (RFC 6455 4.1).
  case key = "key-field"
  /// Sec-WebSocket-Accept is the base64 of the SHA-1 of the key and the GUID (RFC 6455 4.2.2).
  case accept = "accept-field"
  /// The server chooses one of the subprotocols that the client offered, or none (RFC 6455 4.1).
  case subprotocol = "subprotocol-not-offered"
  /// The server uses only extensions that the client offered (RFC 6455 4.1).
  case ext = "extension-not-offered"
  /// Sec-WebSocket-Extensions is a list of names with parameters, each a token (RFC 6455 9.1).
  case extensionSyntax = "extension-malformed"
  /// The server's answer to permessage-deflate is one that the client's offer allows (RFC 7692 7.1).
  case deflateTerms = "deflate-not-as-offered"
  /// The first line holds no carriage return and no NUL (RFC 9112 2.2).
  case malformedLine = "first-line-malformed"
  /// Every line after the first is a name, a colon and a value (RFC 9112 5).
  case malformedField = "field-malformed"
  /// No blank is between a field's name and its colon (RFC 9112 5.1).
  case fieldNameBlank = "field-name-blank"
  /// No field holds a carriage return, line feed or NUL, and one that the handshake needs no control character (RFC 9110 5.5).
  case fieldValue = "field-value-malformed"
  /// A server writes each field of its answer on one line (RFC 9112 5.2).
  case foldedField = "field-folded"
  /// A client writes each field of its request on one line (RFC 9112 5.2).
  case requestFolded = "field-folded-in-request"
  /// The value of a field holds no control character (RFC 9110 5.5).
  case controlCharacter = "field-control-character"
  /// A request without content does not expect 100-continue (RFC 9110 10.1.1).
  case needlessExpectation = "expect-without-content"
  /// A request expects nothing else than 100-continue (RFC 9110 10.1.1).
  case expectation = "expect-unknown"
  /// Every line of a head ends in carriage return and line feed (RFC 9112 2.2).
  case bareLineFeed = "bare-line-feed"
  /// A head stays within the limit that the receiver has set (RFC 6455 10.4).
  case headTooBig = "head-too-big"

  /// The rule's name for people, which never changes: `length-not-minimal`.
  public var id: String { rawValue }
  /// Where the standard says it.
  public var clause: Clause { row.clause }
  /// What is required, in one sentence.
  public var requirement: String { row.requirement }
  /// How bad it is to break it.
  public var severity: Severity { row.severity }
  /// The code that an endpoint would close with; nil where no frame can be sent yet.
  public var closeCode: CloseCode? { row.closeCode }
  /// Whether it speaks of an opening handshake.
  public var isHandshake: Bool { row.closeCode == nil }

  /// The words with this rule's clause after them, unless they end in a clause of their own, which is closer.
  package func cited(by words: String) -> String {
    let (words, clause) = source(of: words)
    return "\(words) (\(clause))"
  }

  /// The words without the clause that they may end in, and that clause; the rule's where there is none.
  package func source(of words: String) -> (words: String, clause: String) {
    guard words.hasSuffix(")"), let open = words.lastIndex(of: "("), words[open...].hasPrefix("(RFC "),
      words[..<open].hasSuffix(" ")
    else { return (words, "\(clause)") }
    return (String(words[..<open].dropLast()), String(words[open...].dropFirst().dropLast()))
  }

  private var row: RuleRow { Self.catalogue[self] ?? RuleRow("", "", nil) }
}
