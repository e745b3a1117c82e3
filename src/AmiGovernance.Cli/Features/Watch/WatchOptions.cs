using System.CommandLine;
using System.Globalization;
using AmiGovernance.Cli.Features.Images;
using AmiGovernance.Cli.Features.Watch.Telemetry;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Features.Trail;

namespace AmiGovernance.Cli.Features.Watch;

internal sealed class WatchOptions
{
    private readonly Option<string> config = CommonOptions.Config();

    private readonly Option<string> store = new("--store")
    {
        Description = "What outlives the process: a folder here, or objects of a bucket, where several may watch",
        HelpName = "FOLDER|s3://BUCKET/PREFIX",
        Required = true,
    };
    private readonly Option<string> branch = new("--branch")
    {
        Description = "The protected branch of the remote `origin`",
        HelpName = "NAME",
        DefaultValueFactory = _ => "main",
    };
    private readonly Option<int> interval = NumberOption.Create(
        "--interval",
        "Seconds between two looks",
        10,
        3600,
        60,
        "SECONDS"
    );
    private readonly Option<bool> once = new("--once") { Description = "Look once, and end: for a schedule" };
    private readonly Option<bool> repair = new("--repair")
    {
        Description = "Put back what others change of our policies; without it they are told",
    };
    private readonly Option<bool> signed = new("--require-signature")
    {
        Description = "Take over only commits with a signature that git accepts",
    };
    private readonly Option<string> name = new("--name")
    {
        Description =
            "What this process is called among others; default: the machine's name and the folder of the clone",
        HelpName = "NAME",
        DefaultValueFactory = _ => $"{Environment.MachineName}:{Directory.GetCurrentDirectory()}",
    };
    private readonly Option<string?> listen = new("--listen")
    {
        Description = "Serve /healthz and /metrics there",
        HelpName = "HOST:PORT",
    };
    private readonly Option<string?> otlp = new("--otlp")
    {
        Description =
            $"Send metrics, traces and logs to this OpenTelemetry collector; default: {TelemetryExport.EndpointVariable}, else nowhere",
        HelpName = "URL",
    };
    private readonly Option<string?> images = new("--images-role")
    {
        Description = "Report the images of every account once a week, read by this role",
        HelpName = "ROLE",
    };
    private readonly Option<string[]> trail = new("--trail")
    {
        Description = "Tell denials within minutes, from the trail files of this bucket; may be given several times",
        HelpName = "s3://BUCKET/PREFIX",
    };
    private readonly Option<int> trailInterval = NumberOption.Create(
        "--trail-interval",
        "Minutes between two readings of the trail",
        1,
        1440,
        5,
        "MINUTES"
    );
    private readonly Option<bool> contacts = new("--account-contacts")
    {
        Description =
            "Mail denials and ends of exceptions also to the alternate contact for operations of the account that they concern",
    };
    private readonly ReportRecipientOptions recipients;
    private readonly AwsOptions aws = new();

    public WatchOptions() => recipients = new() { IsOptional = true, AlsoByMail = [contacts] };

    public WatchOptions AddTo(Command command)
    {
        foreach (var option in (Option[])[config, store, branch, name])
            NeedsText(option);
        listen.AddCheck(result =>
        {
            if (result.Tokens.Any(t => !IsPort(t.Value)))
                result.AddError("--listen is no HOST:PORT; write it as 127.0.0.1:9464");
        });
        store.AddCheck(result =>
        {
            var given = result.Tokens.Count > 0 ? result.Tokens[0].Value : "";
            if (BucketAddress.IsOne(given) && BucketAddress.Parse(given) is null)
                result.AddError("--store names no bucket; write it as s3://BUCKET/PREFIX");
        });
        otlp.AddCheck(result =>
        {
            if (result.Tokens.Any(t => TelemetryExport.Collector(t.Value) is null))
                result.AddError("--otlp is no address; write it as http://HOST:PORT or https://HOST");
        });
        trail.AddCheck(result =>
        {
            foreach (var token in result.Tokens.Where(t => BucketAddress.Parse(t.Value) is null))
                result.AddError($"--trail: {BucketAddress.Refusal(token.Value)}");
        });
        Option[] own = [config, store, branch, interval, once, repair, signed, name, listen, images];
        foreach (var option in (Option[])[.. own, trail, trailInterval, contacts, otlp])
            command.Options.Add(option);
        recipients.AddTo(command);
        aws.AddTo(command);
        return this;
    }

    /// <summary>`+` stands for every address of the machine.</summary>
    private static bool IsPort(string text) =>
        text.LastIndexOf(':') is > 0 and var colon
        && ushort.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port)
        && port > 0;

    private static void NeedsText(Option option) =>
        option.AddCheck(result =>
        {
            if (result.Tokens.Any(token => token.Value.Trim().Length == 0))
                result.AddError($"{option.Name} is empty");
            if (result.Tokens.Any(token => token.Value.Any(char.IsControl)))
                result.AddError($"{option.Name} holds a control character");
        });

    public WatchArguments Read(ParseResult result) =>
        new(
            result.GetRequiredValue(config),
            result.GetRequiredValue(branch),
            result.GetRequiredValue(store),
            aws.Settings(result)
        )
        {
            Holder = result.GetRequiredValue(name),
            Interval = TimeSpan.FromSeconds(result.GetValue(interval)),
            Once = result.GetValue(once),
            Repairs = result.GetValue(repair),
            DemandsSignature = result.GetValue(signed),
            ImagesRole = result.GetValue(images),
            Trail = [.. (result.GetValue(trail) ?? []).Select(BucketAddress.Parse).OfType<BucketAddress>()],
            TrailInterval = TimeSpan.FromMinutes(result.GetValue(trailInterval)),
            TellsContacts = result.GetValue(contacts),
            Collector = TelemetryExport.Collector(result.GetValue(otlp)),
            Listen = result.GetValue(listen),
            Recipients = recipients.Read(result),
        };
}
