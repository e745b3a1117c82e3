using System.Text.Json.Nodes;
using AmiGovernance.Sandbox.Calls;

namespace AmiGovernance.Sandbox.Protocols;

/// <summary>An error in the form of the protocol that the request came in.</summary>
internal static class ErrorAnswer
{
    public static byte[] Write(WireProtocol protocol, string? service, SandboxException error, string requestId) =>
        protocol switch
        {
            WireProtocol.Json or WireProtocol.RestJson => Answer.Json(Members(service, error)),
            WireProtocol.Cbor => CborWriter.Write(Members(service, error)),
            WireProtocol.RestXml => Xml(
                "Error",
                xml => Code(xml, error).Element("RequestId", requestId).Element("HostId", "sandbox")
            ),
            WireProtocol.Query => Xml(
                "ErrorResponse",
                xml =>
                    Code(xml.Start("Error").Element("Type", error.Fault), error).End().Element("RequestId", requestId),
                Namespaces.Of(service ?? "")
            ),
            // EC2 API reference, "Error codes": a form of its own.
            _ => Xml(
                "Response",
                xml => Code(xml.Start("Errors").Start("Error"), error).End().End().Element("RequestID", requestId)
            ),
        };

    private static JsonObject Members(string? service, SandboxException error) =>
        new()
        {
            ["__type"] = error.Code,
            [service == "organizations" ? "Message" : "message"] = error.Message,
            ["Reason"] = error.Reason,
            ["Type"] = error.Type,
        };

    private static XmlAnswer Code(XmlAnswer xml, SandboxException error) =>
        xml.Element("Code", error.Code).Element("Message", error.Message);

    private static byte[] Xml(string root, Action<XmlAnswer> write, string? xmlNamespace = null)
    {
        using var xml = new XmlAnswer(root, xmlNamespace);
        write(xml);
        return xml.ToBytes();
    }
}
