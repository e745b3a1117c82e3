using System.Text.Json.Nodes;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.Protocols;
using Microsoft.AspNetCore.Http;

namespace AmiGovernance.Sandbox.Hosting;

/// <summary>An answer ready to be sent, in the form of the protocol that the request came in.</summary>
internal sealed record WireAnswer(
    int Status,
    string ContentType,
    ReadOnlyMemory<byte> Body,
    params (string Name, string Value)[] Headers
)
{
    private const string JsonType = "application/x-amz-json-1.1";
    private const string CborType = "application/cbor";
    private const string QueryType = "text/xml;charset=UTF-8";

    private static readonly (string, string) CborHeader = ("smithy-protocol", "rpc-v2-cbor");

    /// <param name="answer">Null for an empty body.</param>
    public static WireAnswer Of(AwsRequest request, SandboxCall call, JsonObject? answer)
    {
        var (operation, id) = (call.Operation, call.RequestId);
        return request.Protocol switch
        {
            WireProtocol.Json or WireProtocol.RestJson => new WireAnswer(
                200,
                request.Http.ContentType ?? JsonType,
                Answer.Json(answer)
            ),
            WireProtocol.Cbor => new WireAnswer(200, CborType, CborWriter.Write(answer ?? []), CborHeader),
            WireProtocol.Query => Xml(Answer.Query(operation, Namespaces.Of(call.Service), id, answer)),
            _ => Xml(Answer.Ec2(operation, Namespaces.Of(call.Service), id, answer)),
        };
    }

    /// <param name="request">Null when it could not be read.</param>
    public static WireAnswer Of(HttpRequest http, AwsRequest? request, SandboxException error, string requestId)
    {
        var service = request?.Scope.Service ?? CredentialScope.ServiceOf(http);
        var protocol = request?.Protocol ?? AwsRequest.ProtocolOf(http, service);
        // S3 answers HEAD without a body.
        var body = http.Method == "HEAD" ? [] : ErrorAnswer.Write(protocol, service, error, requestId);
        return new WireAnswer(error.Status, ErrorType(protocol), body, ErrorHeaders(protocol, service, error));
    }

    private bool HasNoBody => Status is StatusCodes.Status204NoContent or StatusCodes.Status304NotModified;

    public async Task Write(HttpContext http, string requestId)
    {
        Begin(http, requestId);
        if (!HasNoBody && http.Request.Method != "HEAD")
            await http.Response.Body.WriteAsync(Body);
    }

    /// <summary>The length is that of the whole, so that the caller can tell.</summary>
    public async Task WriteHalf(HttpContext http, string requestId)
    {
        Begin(http, requestId);
        await http.Response.Body.WriteAsync(Body[..(Body.Length / 2)]);
        await http.Response.Body.FlushAsync();
    }

    private static WireAnswer Xml(byte[] body) => new(200, QueryType, body);

    private static string ErrorType(WireProtocol protocol) =>
        protocol switch
        {
            WireProtocol.Json or WireProtocol.RestJson => JsonType,
            WireProtocol.Cbor => CborType,
            WireProtocol.RestXml => "application/xml",
            _ => QueryType,
        };

    /// <summary>Smithy, "AWS query compatible trait": clients of newer protocols find the older code in a header.</summary>
    private static (string, string)[] ErrorHeaders(WireProtocol protocol, string? service, SandboxException error)
    {
        var older = ("x-amzn-query-error", $"{error.Code};{error.Fault}");
        return (protocol, service) switch
        {
            (WireProtocol.Cbor, _) => [CborHeader, older],
            (WireProtocol.Json, "cloudwatch") => [older],
            _ => [],
        };
    }

    private void Begin(HttpContext http, string requestId)
    {
        var response = http.Response;
        response.StatusCode = Status;
        response.ContentType = ContentType;
        response.Headers["x-amzn-RequestId"] = requestId;
        response.Headers["x-amz-request-id"] = requestId;
        foreach (var (name, value) in Headers)
            response.Headers[name] = value;
        if (!HasNoBody)
            response.ContentLength = Body.Length;
    }
}
