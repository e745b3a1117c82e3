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
/// <param name="targetPrefix">What stands before the operation in `X-Amz-Target`.</param>
internal sealed class JsonServiceClient(ServiceConfig config, string targetPrefix) : ServiceClient(config)
{
    /// <summary>An undefined element when the service answers nothing. Throws <see cref="AmazonServiceException"/> and what the network throws.</summary>
    public async Task<JsonElement> Call(string operation, Action<Utf8JsonWriter>? write, CancellationToken cancel)
    {
        var options = new InvokeOptions
        {
            RequestMarshaller = new Marshaller(targetPrefix),
            ResponseUnmarshaller = new Unmarshaller(),
        };
        return (await InvokeAsync<JsonAnswer>(new JsonRequest(operation, write), options, cancel)).Body;
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

    private sealed class Marshaller(string targetPrefix) : IMarshaller<IRequest, AmazonWebServiceRequest>
    {
        public IRequest Marshall(AmazonWebServiceRequest input)
        {
            var request = (JsonRequest)input;
            var marshalled = new DefaultRequest(request, targetPrefix)
            {
                HttpMethod = "POST",
                ResourcePath = "/",
                Content = request.Body(),
            };
            marshalled.Headers["X-Amz-Target"] = $"{targetPrefix}.{request.Operation}";
            marshalled.Headers["Content-Type"] = "application/x-amz-json-1.1";
            return marshalled;
        }
    }

    private sealed class Unmarshaller : JsonResponseUnmarshaller
    {
        public override AmazonWebServiceResponse Unmarshall(JsonUnmarshallerContext input) =>
            new JsonAnswer { Body = Read(input.Stream) };

        public override AmazonServiceException UnmarshallException(
            JsonUnmarshallerContext input,
            Exception innerException,
            HttpStatusCode statusCode
        )
        {
            var body = Read(input.Stream);
            var code =
                Text(body, "__type")
                ?? Text(body, "code")
                ?? input.ResponseData?.GetHeaderValue("x-amzn-ErrorType")
                ?? $"Http{(int)statusCode}";
            // The type can have a namespace before it and a documentation address behind it.
            code = code.Split(':')[0];
            return new ServiceException(
                Text(body, "message") ?? Text(body, "Message") ?? code,
                code[(code.LastIndexOf('#') + 1)..],
                input.ResponseData?.GetHeaderValue("x-amzn-RequestId") ?? "",
                statusCode
            )
            {
                Reason = Text(body, "Reason") ?? Text(body, "Type"),
            };
        }

        private static string? Text(JsonElement body, string name) =>
            body.ValueKind == JsonValueKind.Object
            && body.TryGetProperty(name, out var value)
            && value.ValueKind == JsonValueKind.String
                ? value.GetString()
                : null;

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
