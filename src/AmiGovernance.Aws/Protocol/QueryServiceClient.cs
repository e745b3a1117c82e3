using System.Net;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;

namespace AmiGovernance.Aws.Protocol;

/// <summary>A client for services with the AWS query protocol (form in, XML out) and no SDK package at hand, such as IAM and SNS.</summary>
/// <param name="version">Of the API, as its reference gives it, such as `2010-05-08`.</param>
internal sealed class QueryServiceClient(ServiceConfig config, string version) : ServiceClient(config)
{
    /// <summary>
    /// The element `OPERATIONResult` without namespaces; an empty one when the operation answers nothing. Throws
    /// <see cref="AmazonServiceException"/>, what the network throws, and <see cref="XmlException"/> for an answer that is none of AWS.
    /// </summary>
    public async Task<XElement> Call(
        string operation,
        IEnumerable<KeyValuePair<string, string>> parameters,
        CancellationToken cancel
    )
    {
        var answer = await CallWhole(operation, parameters, cancel);
        if (answer.Child($"{operation}Result") is { } result)
            return result;
        return OperationNames.Reads(operation) ? throw Nothing(operation) : new XElement("Empty");
    }

    /// <summary>The same with the whole answer, for services that put no result into it, as EC2.</summary>
    public async Task<XElement> CallWhole(
        string operation,
        IEnumerable<KeyValuePair<string, string>> parameters,
        CancellationToken cancel
    )
    {
        var options = new InvokeOptions
        {
            RequestMarshaller = new FormMarshaller(version),
            ResponseUnmarshaller = new Unmarshaller(),
        };
        var answer = await InvokeAsync<QueryAnswer>(new QueryRequest(operation, parameters), options, cancel);
        return answer.Body?.Name.LocalName == $"{operation}Response" ? answer.Body : throw Nothing(operation);
    }

    private static XmlException Nothing(string operation) => new($"nothing was answered to {operation}");

    private sealed class QueryRequest(string operation, IEnumerable<KeyValuePair<string, string>> parameters)
        : AmazonWebServiceRequest,
            INamedRequest
    {
        public string Operation { get; } = operation;

        public byte[] Body(string version) =>
            Encoding.ASCII.GetBytes(
                string.Join(
                    '&',
                    new[] { KeyValuePair.Create("Action", Operation), KeyValuePair.Create("Version", version) }
                        .Concat(parameters)
                        .Select(p => $"{Uri.EscapeDataString(p.Key)}={Uri.EscapeDataString(p.Value)}")
                )
            );
    }

    private sealed class QueryAnswer : AmazonWebServiceResponse
    {
        public XElement? Body { get; init; }
    }

    private sealed class FormMarshaller(string version) : IMarshaller<IRequest, AmazonWebServiceRequest>
    {
        public IRequest Marshall(AmazonWebServiceRequest input)
        {
            var request = (QueryRequest)input;
            var marshalled = new DefaultRequest(request, "query")
            {
                HttpMethod = "POST",
                ResourcePath = "/",
                Content = request.Body(version),
            };
            marshalled.Headers["Content-Type"] = "application/x-www-form-urlencoded; charset=utf-8";
            return marshalled;
        }
    }

    private sealed class Unmarshaller : XmlResponseUnmarshaller
    {
        public override AmazonWebServiceResponse Unmarshall(XmlUnmarshallerContext input)
        {
            var body = Read(input.Stream);
            return new QueryAnswer
            {
                Body = body,
                ResponseMetadata = new ResponseMetadata { RequestId = RequestIdOf(body) },
            };
        }

        public override AmazonServiceException UnmarshallException(
            XmlUnmarshallerContext input,
            Exception innerException,
            HttpStatusCode statusCode
        )
        {
            var body = Read(input.Stream);
            var code = Text(body, "Code") ?? $"Http{(int)statusCode}";
            return new ServiceException(Text(body, "Message") ?? code, code, RequestIdOf(body), statusCode);
        }

        /// <summary>EC2 spells it in small letters.</summary>
        private static string RequestIdOf(XElement? body) => Text(body, "RequestId") ?? Text(body, "requestId") ?? "";

        private static string? Text(XElement? body, string name) =>
            body?.Descendants().FirstOrDefault(e => e.Name.LocalName == name)?.Value;

        private static XElement? Read(Stream stream)
        {
            try
            {
                using var reader = XmlReader.Create(
                    stream,
                    new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit }
                );
                return XElement.Load(reader);
            }
            catch (XmlException)
            {
                // A proxy's error page, say: the status tells enough.
                return null;
            }
        }
    }
}
