using System.CommandLine;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Authoring;
using AmiGovernance.Core.Features.Monitoring;

namespace AmiGovernance.Cli.Features.Monitoring;

/// <summary>What is to be watched, and where.</summary>
internal sealed class DashboardOptions
{
    private readonly Option<string?> logGroup = new("--log-group")
    {
        Description = "The log group to which the organization's trail delivers its events",
        HelpName = "NAME",
    };
    private readonly Option<string?> mail = new("--mail")
    {
        Description = "Whom alarms are mailed to",
        HelpName = "ADDRESS",
    };
    private readonly Option<int> denied = new("--denied-launches")
    {
        Description = "As many denied launches in 15 minutes are an alarm",
        HelpName = "N",
        DefaultValueFactory = _ => 10,
    };
    private readonly Option<string> config = CommonOptions.Config();
    private readonly Option<DateOnly?> asOf = CommonOptions.AsOf();

    /// <param name="region">The command's option for the Region of the log group.</param>
    /// <param name="isRequired">False where the command has another way to say what is watched, or watches nothing.</param>
    public DashboardOptions(Option region, bool isRequired)
    {
        logGroup.Required = isRequired;
        // CloudWatch Logs API reference, CreateLogGroup: the letters of a name.
        Check(
            logGroup,
            name =>
                name.Length > 512
                || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or '/' or '#'),
            "is no name of a log group; it has letters, digits and . - _ / #"
        );
        Check(
            region,
            place => !place.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'),
            "is no Region; write it as eu-central-1"
        );
        Check(
            mail,
            address =>
                !address.Contains('@', StringComparison.Ordinal)
                || address.Any(c => char.IsWhiteSpace(c) || char.IsControl(c)),
            "is no mail address"
        );
        denied.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && result.GetValueOrDefault<int>() < 1)
                result.AddError("'--denied-launches' is at least 1");
        });
    }

    private static void Check(Option option, Func<string, bool> isWrong, string message) =>
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && isWrong(token.Value))
                result.AddError($"'{Visible.Text(token.Value)}' {message}");
        });

    public DashboardOptions AddTo(Command command)
    {
        foreach (var option in new Option[] { logGroup, mail, denied, config, asOf })
            command.Add(option);
        return this;
    }

    /// <summary>Null with a report when the configuration has errors.</summary>
    public MonitoringInput? Read(ParseResult result, CliContext context, string region)
    {
        var bag = new DiagnosticBag();
        var known = ShowAllowlist.Run(
            result.GetValue(config) ?? "",
            CommonOptions.AsOf(result, asOf, context),
            context.Files,
            bag
        );
        context.PrintFindings(bag.ToSorted());
        return known is not { } shown
            ? null
            : new MonitoringInput(
                result.GetValue(logGroup) ?? "",
                region,
                MonitoringInput.CreatorsOf(shown.Config, shown.Allowlist),
                result.GetValue(denied)
            )
            {
                Mail = result.GetValue(mail),
                Tags = shown.Config.Policy.Tags,
            };
    }
}
