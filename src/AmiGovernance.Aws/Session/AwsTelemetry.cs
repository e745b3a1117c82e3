using System.Diagnostics;
using System.Diagnostics.Metrics;
using Amazon.Runtime;

namespace AmiGovernance.Aws.Session;

/// <summary>
/// Counts the calls to AWS, and makes a span of each attempt, for whoever listens. Never what is in a call, nor who signs it.
/// </summary>
public static class AwsTelemetry
{
    /// <summary>Of the meter and the source of spans.</summary>
    public const string Name = "amigov.aws";

    private static readonly Meter Meter = new(Name);

    private static readonly Counter<long> Calls = Meter.CreateCounter<long>(
        $"{Name}.calls",
        description: "Calls to AWS, each attempt"
    );

    private static readonly Counter<long> Throttled = Meter.CreateCounter<long>(
        $"{Name}.throttled_calls",
        description: "Calls that AWS refused for there were too many"
    );

    private static readonly ActivitySource Source = new(Name);

    /// <summary>The codes of services that have words of their own (EC2 and S3 API references, "Error codes").</summary>
    private static readonly string[] Codes =
    [
        "RequestLimitExceeded",
        "SlowDown",
        "TooManyRequestsException",
        "Throttling",
        "ThrottlingException",
    ];

    /// <summary>Of an attempt; ended by <see cref="End"/>. The names are OpenTelemetry's for calls to AWS.</summary>
    internal static Activity? Begin(string service, string operation, string region)
    {
        Calls.Add(1, Tag("service", service), Tag("operation", operation));
        var activity = Source.StartActivity($"{service}.{operation}", ActivityKind.Client);
        activity?.SetTag("rpc.system", "aws-api");
        activity?.SetTag("rpc.service", service);
        activity?.SetTag("rpc.method", operation);
        activity?.SetTag("cloud.region", region);
        return activity;
    }

    /// <param name="activity">Null where nobody listens.</param>
    /// <param name="service">Of the attempt.</param>
    /// <param name="failure">Null for a success.</param>
    internal static void End(Activity? activity, string service, Exception? failure)
    {
        var code = (failure as AmazonServiceException)?.ErrorCode;
        if (Codes.Contains(code))
            Throttled.Add(1, Tag("service", service));
        if (failure is not null)
            activity?.SetStatus(ActivityStatusCode.Error, code ?? failure.GetType().Name);
        activity?.Dispose();
    }

    private static KeyValuePair<string, object?> Tag(string name, string value) =>
        KeyValuePair.Create(name, (object?)value);
}
