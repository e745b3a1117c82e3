using System.Globalization;
using System.Net;
using System.Text.Json;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;

namespace AmiGovernance.Aws.Protocol;

/// <summary>
/// A client for services whose SDK package is not at hand: AWS JSON 1.1 over the SDK's own pipeline, so that credentials,
/// signing, retries, clock skew and endpoint overrides are the SDK's.
/// </summary>
/// <param name="targetPrefix">
/// What stands before the operation in `X-Amz-Target`; null for a service that speaks REST JSON and whose paths are its operations, as
/// Account Management's are: `/getAlternateContact`.
/// </param>
internal sealed class JsonServiceClient(ServiceConfig config, string? targetPrefix) : ServiceClient(config)
{
    private const string RequestIdHeader = "x-amzn-RequestId";

    /// <summary>
    /// An undefined element when the service answers nothing. Throws <see cref="AmazonServiceException"/>, what the network throws, and
    /// <see cref="JsonException"/> for an answer that is none of AWS.
    /// </summary>
    public async Task<JsonElement> Call(string operation, Action<Utf8JsonWriter>? write, CancellationToken cancel)
    {
        var options = new InvokeOptions
        {
            RequestMarshaller = new Marshaller(targetPrefix),
            ResponseUnmarshaller = new Unmarshaller(),
        };
        var answer = await InvokeAsync<JsonAnswer>(new JsonRequest(operation, write), options, cancel);
        return answer.HasRequestId || !OperationNames.Reads(operation) || HasMembers(answer.Body)
            ? answer.Body
            : throw new JsonException($"nothing was answered to {operation}");
    }

    private static bool HasMembers(JsonElement body) =>
        body.ValueKind == JsonValueKind.Object && body.EnumerateObject().Any();

    private sealed class JsonRequest(string operation, Action<Utf8JsonWriter>? write)
        : AmazonWebServiceRequest,
            INamedRequest
    {
        public string Operation { get; } = operation;

        public byte[] Body()
        {
            using var buffer = new MemoryStream();
            using (var writer = new Utf8JsonWriter(buffer))
            {
                writer.WriteStartObject();
                write?.Invoke(writer);
                writer.WriteEndObject();
            }
            return buffer.ToArray();
        }
    }

    private sealed class JsonAnswer : AmazonWebServiceResponse
    {
        public JsonElement Body { get; init; }

        public bool HasRequestId { get; init; }
    }

    private sealed class Marshaller(string? targetPrefix) : IMarshaller<IRequest, AmazonWebServiceRequest>
    {
        public IRequest Marshall(AmazonWebServiceRequest input)
        {
            var request = (JsonRequest)input;
            var marshalled = new DefaultRequest(request, targetPrefix ?? "rest")
            {
                HttpMethod = "POST",
                ResourcePath = targetPrefix is null ? Path(request.Operation) : "/",
                Content = request.Body(),
            };
            marshalled.Headers["Content-Type"] = targetPrefix is null
                ? "application/json"
                : "application/x-amz-json-1.1";
            if (targetPrefix is not null)
                marshalled.Headers["X-Amz-Target"] = $"{targetPrefix}.{request.Operation}";
            return marshalled;
        }

        private static string Path(string operation) => $"/{char.ToLowerInvariant(operation[0])}{operation[1..]}";
    }

    private sealed class Unmarshaller : JsonResponseUnmarshaller
    {
        public override AmazonWebServiceResponse Unmarshall(JsonUnmarshallerContext input) =>
            new JsonAnswer { Body = Read(input.Stream), HasRequestId = Header(input, RequestIdHeader).Length > 0 };

        public override AmazonServiceException UnmarshallException(
            JsonUnmarshallerContext input,
            Exception innerException,
            HttpStatusCode statusCode
        )
        {
            var body = Read(input.Stream);
            var type =
                FirstText(body, "__type", "code")
                ?? NullIfEmpty(Header(input, "x-amzn-ErrorType"))
                ?? string.Create(CultureInfo.InvariantCulture, $"Http{(int)statusCode}");

            // The type can have a namespace before it and a documentation address behind it.
            var code = type.Split(':')[0];
            return new ServiceException(
                FirstText(body, "message", "Message") ?? code,
                code[(code.LastIndexOf('#') + 1)..],
                Header(input, RequestIdHeader),
                statusCode
            )
            {
                Reason = FirstText(body, "Reason", "Type"),
            };
        }

        /// <summary>Null when no member of these names holds a text.</summary>
        private static string? FirstText(JsonElement body, params string[] names) =>
            names.Select(name => body.Text(name)).FirstOrDefault(text => text.Length > 0);

        /// <summary>Empty when there is none.</summary>
        private static string Header(JsonUnmarshallerContext input, string name) =>
            input.ResponseData?.GetHeaderValue(name) ?? "";

        private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;

        private static JsonElement Read(Stream stream)
        {
            using var buffer = new MemoryStream();
            stream.CopyTo(buffer);
            if (buffer.Length == 0)
                return default;
            try
            {
                using var document = JsonDocument.Parse(buffer.ToArray());
                return document.RootElement.Clone();
            }
            catch (JsonException)
            {
                // A proxy's error page, say: the status tells enough.
                return default;
            }
        }
    }
}
