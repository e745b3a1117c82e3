using System.Diagnostics;
using AmiGovernance.Aws.Session;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Features.Watch;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace AmiGovernance.Cli.Features.Watch.Telemetry;

/// <summary>
/// Sends metrics, traces and logs to a collector by OTLP. All but the address is set by the variables of OpenTelemetry, such as
/// `OTEL_EXPORTER_OTLP_HEADERS` (opentelemetry.io, "OTLP Exporter Configuration"). A collector that does not answer is no trouble of the
/// watch.
/// </summary>
internal sealed partial class TelemetryExport : IDisposable
{
    public const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private const string ProtocolVariable = "OTEL_EXPORTER_OTLP_PROTOCOL";
    private const string Grpc = "grpc";

    private static readonly ActivitySource Looks = new(WatchMetrics.MeterName);

    private readonly MeterProvider metrics;
    private readonly TracerProvider traces;
    private readonly ILoggerFactory loggers;
    private readonly ILogger log;

    /// <param name="endpoint">Of the collector; each signal has its path below it.</param>
    /// <param name="holder">Names this process among others.</param>
    /// <param name="protocol">As the variable has it; null for HTTP.</param>
    public TelemetryExport(Uri endpoint, string holder, string? protocol)
    {
        var resource = ResourceBuilder
            .CreateDefault()
            .AddService("amigov-watch", serviceVersion: ProductVersion.Text, serviceInstanceId: holder);
        void Configure(OtlpExporterOptions options, string signal)
        {
            var isGrpc = protocol == Grpc;
            options.Protocol = isGrpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
            options.Endpoint = isGrpc ? endpoint : new Uri($"{endpoint.ToString().TrimEnd('/')}/v1/{signal}");
        }
        metrics = Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(resource)
            .AddMeter(WatchMetrics.MeterName, AwsTelemetry.Name)
            .AddOtlpExporter(options => Configure(options, "metrics"))
            .Build();
        traces = Sdk.CreateTracerProviderBuilder()
            .SetResourceBuilder(resource)
            .AddSource(WatchMetrics.MeterName, AwsTelemetry.Name)
            .AddOtlpExporter(options => Configure(options, "traces"))
            .Build();
        loggers = LoggerFactory.Create(builder =>
            builder.AddOpenTelemetry(options =>
                options.SetResourceBuilder(resource).AddOtlpExporter(exporter => Configure(exporter, "logs"))
            )
        );
        log = loggers.CreateLogger(WatchMetrics.MeterName);
    }

    /// <summary>Null when nothing is to be sent, or with why it cannot be.</summary>
    /// <param name="endpoint">Null for that of the environment.</param>
    /// <param name="holder">Names this process among others.</param>
    /// <param name="environment">Its variables.</param>
    /// <param name="problem">Empty for none.</param>
    public static TelemetryExport? Start(
        Uri? endpoint,
        string holder,
        Func<string, string?> environment,
        out string problem
    )
    {
        problem = "";
        var text = environment(EndpointVariable);
        if (endpoint is null && string.IsNullOrEmpty(text))
            return null;
        if ((endpoint ?? Collector(text)) is not { } address)
        {
            problem = $"{EndpointVariable} is no address; write it as http://HOST:PORT or https://HOST";
            return null;
        }
        try
        {
            return new TelemetryExport(address, holder, environment(ProtocolVariable));
        }
        catch (ArgumentException)
        {
            // What is wrong may be a header with a password.
            problem = "a variable OTEL_EXPORTER_OTLP_… cannot be used; headers are written as NAME=VALUE,NAME=VALUE";
            return null;
        }
    }

    /// <summary>Null for what is no address of a collector.</summary>
    public static Uri? Collector(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? url : null;

    /// <summary>One look, with the calls to AWS below it.</summary>
    public static async Task<TickReport> Trace(Func<Task<TickReport>> look)
    {
        using var activity = Looks.StartActivity("look");
        var report = await look();
        activity?.SetTag("amigov.leader", report.Leader is null);
        activity?.SetTag("amigov.drifts", report.Drifts);
        activity?.SetTag("amigov.exceptions_ended", report.Ended.Length);
        activity?.SetTag("amigov.repairs", report.Repaired);
        activity?.SetTag("amigov.open_conditions", report.Open.Length);
        if (!report.Looked && report.Leader is null)
            activity?.SetStatus(ActivityStatusCode.Error, "the organization was not looked at");
        return report;
    }

    public void Log(WatchLogLine line)
    {
        if (line.IsTrouble)
            Trouble(log, line.Text);
        else
            Told(log, line.Text);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Line}")]
    private static partial void Told(ILogger log, string line);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Line}")]
    private static partial void Trouble(ILogger log, string line);

    /// <summary>What is not sent yet is sent first: a look on a schedule is all there is.</summary>
    public void Dispose()
    {
        metrics.Dispose();
        traces.Dispose();
        loggers.Dispose();
    }
}
