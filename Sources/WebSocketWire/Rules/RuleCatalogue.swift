extension Rule {
  static let catalogue: [Rule: RuleRow] = [
    .maskRequired: RuleRow(
      "RFC 6455 5.1", "A client masks every frame that it sends.", .protocolError),
    .maskForbidden: RuleRow(
      "RFC 6455 5.1", "A server masks no frame that it sends.", .protocolError),
    .reservedBits: RuleRow(
      "RFC 6455 5.2", "RSV1, RSV2 and RSV3 are 0 unless a negotiated extension gives them a meaning.",
      .protocolError),
    .reservedOpcode: RuleRow(
      "RFC 6455 5.2", "The opcodes 3 to 7 and B to F are not used until a standard defines them.",
      .protocolError),
    .controlFragmented: RuleRow(
      "RFC 6455 5.5", "A control frame is never fragmented: its FIN bit is 1.", .protocolError),
    .controlTooLong: RuleRow(
      "RFC 6455 5.5", "A control frame carries at most 125 bytes.", .protocolError),
    .lengthNotMinimal: RuleRow(
      "RFC 6455 5.2", "A length is written in the shortest of the three forms that can hold it.",
      .protocolError),
    .lengthTopBit: RuleRow(
      "RFC 6455 5.2", "The top bit of a 64-bit length is 0.", .protocolError),
    .continuationWithoutStart: RuleRow(
      "RFC 6455 5.4", "A continuation frame follows a data frame whose FIN bit was 0.", .protocolError),
    .messageInterrupted: RuleRow(
      "RFC 6455 5.4", "No new message begins before the fragments of the last one are complete.",
      .protocolError),
    .closeBodyOneByte: RuleRow(
      "RFC 6455 5.5.1", "The body of a Close frame is empty or begins with a code of two bytes.",
      .protocolError),
    .closeCodeForbidden: RuleRow(
      "RFC 6455 7.4", "A Close frame carries 1000 to 1003, 1007 to 1014, or 3000 to 4999.", .protocolError),
    .closeReasonNotUTF8: RuleRow(
      "RFC 6455 5.5.1", "The reason in a Close frame is UTF-8.", .invalidFramePayloadData),
    .textNotUTF8: RuleRow(
      "RFC 6455 8.1", "A text message is UTF-8 as a whole; a scalar may be cut between fragments.",
      .invalidFramePayloadData),
    .dataAfterClose: RuleRow(
      "RFC 6455 5.5.1", "Nothing is sent after a Close frame.", .protocolError, severity: .warning),
    .frameTooBig: RuleRow(
      "RFC 6455 10.4", "A frame stays within the limit that the receiver has set.", .messageTooBig),
    .messageTooBig: RuleRow(
      "RFC 6455 10.4", "A message stays within the limit that the receiver has set, once it is inflated.",
      .messageTooBig),
    .compressedBit: RuleRow(
      "RFC 7692 6", "RSV1, which marks a compressed message, is set on the first frame of a message only.",
      .protocolError),
    .deflateCorrupt: RuleRow(
      "RFC 7692 7.2.2", "A compressed message is whole DEFLATE blocks within the agreed window.",
      .invalidFramePayloadData),

    .notHTTP: RuleRow(
      "RFC 6455 4.1", "Both ends speak HTTP/1.1 in the opening handshake.", nil),
    .status: RuleRow(
      "RFC 6455 4.1", "The server's status is 101.", nil),
    .statusLine: RuleRow(
      "RFC 9112 4", "A status line is HTTP/1.1, one space and a status of three digits.", nil),
    .method: RuleRow(
      "RFC 6455 4.1", "The client's method is GET.", nil),
    .httpVersion: RuleRow(
      "RFC 6455 4.1", "Both heads are of HTTP/1, and of 1.1 or higher.", nil),
    .requestLine: RuleRow(
      "RFC 9112 3", "The request line is a method, a target and a version, with one space between them.", nil),
    .requestTarget: RuleRow(
      "RFC 9112 3.2", "The request target is a path that begins with a slash, or a URL, without a fragment.",
      nil),
    .targetCharacter: RuleRow(
      "RFC 9112 3.2", "The request target has only characters that a URI has, and whole percent-encodings.",
      nil,
      severity: .warning),
    .requestBody: RuleRow(
      "RFC 9110 9.3.1", "The request has no content, which would be read as frames.", nil),
    .contentLength: RuleRow(
      "RFC 9110 8.6", "Content-Length is one number of bytes in decimal digits.", nil),
    .answerContent: RuleRow(
      "RFC 9110 15.2", "An answer 101 has no content, and so neither Content-Length nor Transfer-Encoding.",
      nil,
      severity: .warning),
    .host: RuleRow(
      "RFC 9112 3.2", "The request holds exactly one Host field, with a host and maybe a port.", nil),
    .upgrade: RuleRow(
      "RFC 6455 4.1", "Upgrade is \"websocket\", letter case ignored.", nil),
    .connection: RuleRow(
      "RFC 6455 4.1", "Connection holds the token \"Upgrade\", letter case ignored.", nil),
    .version: RuleRow(
      "RFC 6455 4.1", "Sec-WebSocket-Version is 13.", nil),
    .key: RuleRow(
      "RFC 6455 4.1", "Sec-WebSocket-Key is one field with 16 bytes in base64.", nil),
    .accept: RuleRow(
      "RFC 6455 4.2.2", "Sec-WebSocket-Accept is the base64 of the SHA-1 of the key and the GUID.", nil),
    .subprotocol: RuleRow(
      "RFC 6455 4.1", "The server chooses one of the subprotocols that the client offered, or none.", nil),
    .ext: RuleRow(
      "RFC 6455 4.1", "The server uses only extensions that the client offered.", nil),
    .extensionSyntax: RuleRow(
      "RFC 6455 9.1", "Sec-WebSocket-Extensions is a list of names with parameters, each a token.", nil),
    .deflateTerms: RuleRow(
      "RFC 7692 7.1", "The server's answer to permessage-deflate is one that the client's offer allows.", nil),
    .malformedLine: RuleRow(
      "RFC 9112 2.2", "The first line holds no carriage return and no NUL.", nil),
    .fieldNameBlank: RuleRow(
      "RFC 9112 5.1", "No blank is between a field's name and its colon.", nil),
    .malformedField: RuleRow(
      "RFC 9112 5", "Every line after the first is a name, a colon and a value.", nil),
    .foldedField: RuleRow(
      "RFC 9112 5.2", "A server writes each field of its answer on one line.", nil, severity: .warning),
    .requestFolded: RuleRow(
      "RFC 9112 5.2", "A client writes each field of its request on one line.", nil),
    .fieldValue: RuleRow(
      "RFC 9110 5.5",
      "No field holds a carriage return, line feed or NUL, and one that the handshake needs no control character.",
      nil),
    .controlCharacter: RuleRow(
      "RFC 9110 5.5", "The value of a field holds no control character.", nil, severity: .warning),
    .needlessExpectation: RuleRow(
      "RFC 9110 10.1.1", "A request without content does not expect 100-continue.", nil, severity: .warning),
    .expectation: RuleRow(
      "RFC 9110 10.1.1", "A request expects nothing else than 100-continue.", nil),
    .bareLineFeed: RuleRow(
      "RFC 9112 2.2", "Every line of a head ends in carriage return and line feed.", nil),
    .headTooBig: RuleRow(
      "RFC 6455 10.4", "A head stays within the limit that the receiver has set.", nil),
  ]
}
