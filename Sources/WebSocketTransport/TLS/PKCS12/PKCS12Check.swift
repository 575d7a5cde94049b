import Crypto
import SwiftASN1

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The code at the end of a PKCS #12 file that only the right passphrase gives (RFC 7292 4).
struct PKCS12Check {
  private let contents: [UInt8]
  private let code: [UInt8]
  private let salt: [UInt8]
  private let rounds: Int
  private let hash: any HashFunction.Type

  init(_ bytes: [UInt8]) throws {
    let parts = try PKCS12File.children(BER.parse(bytes))
    guard parts.count > 2 else { throw ASN1Error.invalidASN1Object(reason: "no code") }
    contents = try PKCS12File.octets(of: parts[1])
    let fields = try PKCS12File.children(parts[2])
    guard fields.count > 1 else { throw ASN1Error.invalidASN1Object(reason: "no salt") }
    let digest = try PKCS12File.children(fields[0])
    guard digest.count > 1, let hash = Self.hashes[try PKCS12File.kind(of: digest[0])] else {
      throw ASN1Error.invalidASN1Object(reason: "a hash that is not known")
    }
    self.hash = hash
    code = Array(try ASN1OctetString(berEncoded: digest[1]).bytes)
    salt = Array(try ASN1OctetString(berEncoded: fields[1]).bytes)
    rounds = fields.count > 2 ? try PKCS12File.iterations(fields[2]) : 1
  }

  /// Whether this passphrase, nil for none, gives the code.
  func accepts(_ passphrase: [UInt8]?) -> Bool { accepts(passphrase, hash) }

  private func accepts<Hash: HashFunction>(_ passphrase: [UInt8]?, _: Hash.Type) -> Bool {
    let key = Self.key(passphrase, salt, rounds, Hash.self)
    return HMAC<Hash>.isValidAuthenticationCode(code, authenticating: contents, using: key)
  }

  /// The key of the code (RFC 7292 B.2, B.3): as long as one hash, so one block of it is enough.
  static func key<Hash: HashFunction>(
    _ passphrase: [UInt8]?, _ salt: [UInt8], _ rounds: Int, _: Hash.Type
  ) -> SymmetricKey {
    let block = Hash.blockByteCount
    // In UTF-16 with a NUL at its end; none at all has no bytes.
    let word =
      passphrase.map { bytes in
        (Array(String(decoding: bytes, as: UTF8.self).utf16) + [0]).flatMap {
          [UInt8($0 >> 8), UInt8($0 & 0xFF)]
        }
      } ?? []
    var hash = Hash()
    hash.update(data: [UInt8](repeating: 3, count: block) + filled(salt, block) + filled(word, block))
    var digest = hash.finalize()
    for _ in 1..<max(rounds, 1) {
      var next = Hash()
      digest.withUnsafeBytes { next.update(bufferPointer: $0) }
      digest = next.finalize()
    }
    return SymmetricKey(data: Array(digest))
  }

  /// The bytes again and again, up to a multiple of a block.
  private static func filled(_ bytes: [UInt8], _ block: Int) -> [UInt8] {
    guard !bytes.isEmpty else { return [] }
    let count = (bytes.count + block - 1) / block * block
    return (0..<count).map { bytes[$0 % bytes.count] }
  }

  private static let hashes: [ASN1ObjectIdentifier: any HashFunction.Type] = [
    [1, 3, 14, 3, 2, 26]: Insecure.SHA1.self, [2, 16, 840, 1, 101, 3, 4, 2, 1]: SHA256.self,
    [2, 16, 840, 1, 101, 3, 4, 2, 2]: SHA384.self, [2, 16, 840, 1, 101, 3, 4, 2, 3]: SHA512.self,
  ]
}
