/// The catalogue: everything that a peer can do wrong, once (the texts are rows of `Rule.catalogue`).
public enum Rule: String, Hashable, Sendable, CaseIterable {
  case maskRequired = "mask-required"
  case maskForbidden = "mask-forbidden"
  case reservedBits = "reserved-bits"
  case reservedOpcode = "reserved-opcode"
  case controlFragmented = "control-fragmented"
  case controlTooLong = "control-too-long"
  case lengthNotMinimal = "length-not-minimal"
  case lengthTopBit = "length-top-bit"
  case continuationWithoutStart = "continuation-without-start"
  case messageInterrupted = "message-interrupted"
  case closeBodyOneByte = "close-body-one-byte"
  case closeCodeForbidden = "close-code-forbidden"
  case closeReasonNotUTF8 = "close-reason-not-utf8"
  case textNotUTF8 = "text-not-utf8"
  case dataAfterClose = "data-after-close"
  case frameTooBig = "frame-too-big"
  case messageTooBig = "message-too-big"
  case compressedBit = "compressed-bit-misplaced"
  case deflateCorrupt = "deflate-corrupt"

  case notHTTP = "not-http"
  case status = "status-not-101"
  case statusLine = "status-line"
  case method = "http-method"
  case httpVersion = "http-version"
  case requestLine = "request-line"
  case requestTarget = "request-target"
  case targetCharacter = "request-target-character"
  case requestBody = "request-body"
  case contentLength = "content-length"
  case answerContent = "answer-content"
  case host = "host-field"
  case upgrade = "upgrade-field"
  case connection = "connection-field"
  case version = "version-field"
  case key = "key-field"
  case accept = "accept-field"
  case subprotocol = "subprotocol-not-offered"
  case ext = "extension-not-offered"
  case extensionSyntax = "extension-malformed"
  case deflateTerms = "deflate-not-as-offered"
  case malformedLine = "first-line-malformed"
  case malformedField = "field-malformed"
  case fieldNameBlank = "field-name-blank"
  case fieldValue = "field-value-malformed"
  case foldedField = "field-folded"
  case requestFolded = "field-folded-in-request"
  case controlCharacter = "field-control-character"
  case needlessExpectation = "expect-without-content"
  case expectation = "expect-unknown"
  case bareLineFeed = "bare-line-feed"
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
    words.hasSuffix(")") && words.contains(" (RFC ") ? words : "\(words) (\(clause))"
  }

  private var row: RuleRow { Self.catalogue[self] ?? RuleRow("", "", nil) }
}
