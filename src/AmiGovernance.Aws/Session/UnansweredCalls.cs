using System.Globalization;
using System.Runtime.CompilerServices;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace AmiGovernance.Aws.Session;

/// <summary>No answer came from an address, however often it was asked.</summary>
/// <param name="cause">Why; not as the inner exception, for the SDK would look into it and ask again.</param>
internal sealed class UnansweredException(Uri address, int attempts, Exception cause) : Exception(cause.Message)
{
    public Exception Cause { get; } = cause;

    public Uri Address { get; } = address;

    public int Attempts { get; } = attempts;
}

/// <summary>
/// What answers at an address is not AWS, such as the page of a proxy: nothing may be taken from it, not even that there is nothing.
/// </summary>
internal sealed class OtherServerException(Uri address) : Exception("a page answers in the place of AWS")
{
    public Uri Address { get; } = address;
}

/// <summary>
/// What every client of this project does with a server that does not answer: it asks three times and no more, says so each time, and
/// knows the address in the end. The SDK's own retries are for throttling, and would go on for minutes in silence.
/// </summary>
internal sealed class UnansweredCalls : IRuntimePipelineCustomizer
{
    /// <summary>A server that is up answers one of three; more would only be more silence.</summary>
    public const int MostAttempts = 3;

    private const string Attempts = "amigov:unanswered";

    private static readonly ConditionalWeakTable<IClientConfig, Action<string>> Notices = [];

    /// <summary>For all clients of the process that are made from now on; once is enough.</summary>
    public static void Register() => RuntimePipelineCustomizerRegistry.Instance.Register(new UnansweredCalls());

    /// <summary>Who is told of attempts that were in vain.</summary>
    public static void Tell(IClientConfig config, Action<string> notice) => Notices.AddOrUpdate(config, notice);

    public string UniqueName => "amigov unanswered calls";

    public void Customize(Type type, RuntimePipeline pipeline)
    {
        pipeline.AddHandlerBefore<RetryHandler>(new Whole());
        pipeline.AddHandlerAfter<RetryHandler>(new Attempt());
    }

    /// <summary>Whether an exception says that no answer came.</summary>
    public static bool IsNoAnswer(Exception e) =>
        e is HttpRequestException or IOException or OperationCanceledException or TimeoutException;

    private static bool IsNoAnswer(Exception e, IRequestContext request) =>
        IsNoAnswer(e) && !request.CancellationToken.IsCancellationRequested;

    private static int Count(IRequestContext request) =>
        request.ContextAttributes.TryGetValue(Attempts, out var count) ? (int)count : 0;

    private static Uri AddressOf(IRequestContext request) =>
        request.Request?.Endpoint ?? new Uri("https://amazonaws.com/");

    /// <summary>Around all attempts: where the SDK gives up earlier, the address is known all the same.</summary>
    private sealed class Whole : PipelineHandler
    {
        public override async Task<T> InvokeAsync<T>(IExecutionContext executionContext)
        {
            var request = executionContext.RequestContext;
            try
            {
                return await base.InvokeAsync<T>(executionContext);
            }
            catch (Exception e) when (IsNoAnswer(e, request) && Count(request) > 0)
            {
                throw new UnansweredException(AddressOf(request), Count(request), e);
            }
        }
    }

    private static readonly string[] RequestIds = ["x-amzn-RequestId", "x-amz-request-id"];

    /// <summary>Around one attempt. The SDK makes no other after an exception that it does not know.</summary>
    private sealed class Attempt : PipelineHandler
    {
        public override async Task<T> InvokeAsync<T>(IExecutionContext executionContext)
        {
            var request = executionContext.RequestContext;
            try
            {
                var answer = await base.InvokeAsync<T>(executionContext);
                DemandAws(executionContext);
                return answer;
            }
            catch (Exception e) when (IsNoAnswer(e, request))
            {
                var attempts = Count(request) + 1;
                request.ContextAttributes[Attempts] = attempts;
                if (attempts >= MostAttempts)
                    throw new UnansweredException(AddressOf(request), attempts, e);
                Tell(request, attempts, e);
                throw;
            }
        }

        /// <summary>
        /// An unmarshaller finds no element in a page, and takes it for an empty list. AWS gives each answer an id, in a header
        /// (x-amzn-RequestId; x-amz-request-id of S3) or in its XML. JSON is judged where it is read.
        /// </summary>
        private static void DemandAws(IExecutionContext execution)
        {
            if (execution.ResponseContext.HttpResponse is not { } answer || RequestIds.Any(answer.IsHeaderPresent))
                return;
            var isJson = answer.ContentType?.Contains("json", StringComparison.OrdinalIgnoreCase) == true;
            var hasId = execution.ResponseContext.Response?.ResponseMetadata?.RequestId is { Length: > 0 };
            if (!isJson && !hasId)
                throw new OtherServerException(AddressOf(execution.RequestContext));
        }

        private static void Tell(IRequestContext request, int attempts, Exception e)
        {
            if (Notices.TryGetValue(request.ClientConfig, out var notice))
                notice(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"no answer from {AddressOf(request)} ({AwsCalls.WhyNoAnswer(e)}), attempt {attempts} of {MostAttempts}"
                    )
                );
        }
    }
}
