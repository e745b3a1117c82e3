using System.Net;
using System.Text.Json;
using Amazon.Runtime;
using Amazon.Runtime.Credentials.Internal;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Auth;
using Amazon.Runtime.Internal.Transform;

namespace AmiGovernance.Aws.Protocol;

/// <summary>
/// A client for services whose SDK package is not at hand: AWS JSON 1.1 over the SDK's own pipeline, so that credentials,
/// signing, retries, clock skew and endpoint overrides are the SDK's.
/// </summary>
internal sealed class JsonServiceClient : AmazonServiceClient
{
    private readonly string targetPrefix;

    /// <summary>With the credentials that the SDK finds.</summary>
    public JsonServiceClient(JsonServiceConfig config) : base(config) => targetPrefix = config.TargetPrefix;

    public JsonServiceClient(AWSCredentials credentials, JsonServiceConfig config) : base(credentials, config) => targetPrefix = config.TargetPrefix;

    /// <summary>An undefined element when the service answers nothing. Throws <see cref="AmazonServiceException"/> and what the network throws.</summary>
    public async Task<JsonElement> Call(string operation, Action<Utf8JsonWriter>? write, CancellationToken cancel)
    {
        var options = new InvokeOptions { RequestMarshaller = new Marshaller(targetPrefix), ResponseUnmarshaller = new Unmarshaller() };
        return (await InvokeAsync<JsonAnswer>(new JsonRequest(operation, write), options, cancel).ConfigureAwait(false)).Body;
    }

    protected override IServiceMetadata ServiceMetadata { get; } = new NoMetadata();

    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline) => pipeline.AddHandlerAfter<Amazon.Runtime.Internal.Marshaller>(new SignatureVersion4());

    private sealed class SignatureVersion4 : BaseAuthResolverHandler
    {
        protected override List<IAuthSchemeOption> ResolveAuthOptions(IExecutionContext executionContext) => AuthSchemeOption.DEFAULT_SIGV4;
    }

    private sealed class JsonRequest(string operation, Action<Utf8JsonWriter>? write) : AmazonWebServiceRequest
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
    }

    private sealed class NoMetadata : IServiceMetadata
    {
        public string ServiceId => "";

        public IDictionary<string, string> OperationNameMapping { get; } = new Dictionary<string, string>();
    }

    private sealed class Marshaller(string targetPrefix) : IMarshaller<IRequest, AmazonWebServiceRequest>
    {
        public IRequest Marshall(AmazonWebServiceRequest input)
        {
            var request = (JsonRequest)input;
            var marshalled = new DefaultRequest(request, targetPrefix) { HttpMethod = "POST", ResourcePath = "/", Content = request.Body() };
            marshalled.Headers["X-Amz-Target"] = $"{targetPrefix}.{request.Operation}";
            marshalled.Headers["Content-Type"] = "application/x-amz-json-1.1";
            return marshalled;
        }
    }

    private sealed class Unmarshaller : JsonResponseUnmarshaller
    {
        public override AmazonWebServiceResponse Unmarshall(JsonUnmarshallerContext input) => new JsonAnswer { Body = Read(input.Stream) };

        public override AmazonServiceException UnmarshallException(JsonUnmarshallerContext input, Exception innerException, HttpStatusCode statusCode)
        {
            var body = Read(input.Stream);
            var code = Text(body, "__type") ?? Text(body, "code") ?? input.ResponseData?.GetHeaderValue("x-amzn-ErrorType") ?? $"Http{(int)statusCode}";
            // The type can have a namespace before it and a documentation address behind it.
            code = code.Split(':')[0];
            return new JsonServiceException(Text(body, "message") ?? Text(body, "Message") ?? code, code[(code.LastIndexOf('#') + 1)..], input.ResponseData?.GetHeaderValue("x-amzn-RequestId") ?? "", statusCode)
            {
                Reason = Text(body, "Reason") ?? Text(body, "Type"),
            };
        }

        private static string? Text(JsonElement body, string name) =>
            body.ValueKind == JsonValueKind.Object && body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

        private static JsonElement Read(Stream stream)
        {
            using var buffer = new MemoryStream();
            stream.CopyTo(buffer);
            if (buffer.Length == 0) return default;
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

/// <summary>An error of a JSON service.</summary>
internal sealed class JsonServiceException(string message, string code, string requestId, HttpStatusCode status)
    : AmazonServiceException(message, status >= HttpStatusCode.InternalServerError ? ErrorType.Receiver : ErrorType.Sender, code, requestId, status)
{
    /// <summary>The finer reason that Organizations gives, such as `POLICY_NUMBER_LIMIT_EXCEEDED`.</summary>
    public string? Reason { get; init; }

    /// <summary>Organizations API reference: another change is under way; the call can be made again. The SDK does not know that.</summary>
    public override RetryableDetails? Retryable => ErrorCode is "ConcurrentModificationException" or "PolicyChangesInProgressException" ? new RetryableDetails(false) : null;
}
