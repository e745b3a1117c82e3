using System.CommandLine;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Cli.Features.Monitoring;

/// <summary>What is to be watched, and where.</summary>
internal sealed class DashboardOptions
{
    private readonly Option<string?> logGroup = new("--log-group")
    {
        Description = "The log group to which the organization's trail delivers its events",
        HelpName = "NAME",
    };
    private readonly Option<string?> mail = new("--mail-to")
    {
        Description = "Whom alarms are mailed to",
        HelpName = "ADDRESS",
    };
    private readonly Option<int> denied = NumberOption.Create(
        "--denied-launches",
        "As many denied launches in 15 minutes are an alarm",
        1,
        int.MaxValue,
        10
    );
    private readonly Option<string> config = CommonOptions.Config();
    private readonly Option<DateOnly?> asOf = CommonOptions.AsOf();

    /// <param name="region">The command's option for the Region of the log group.</param>
    /// <param name="isRequired">False where the command has another way to say what is watched, or watches nothing.</param>
    public DashboardOptions(Option region, bool isRequired)
    {
        logGroup.Required = isRequired;
        Check(logGroup, IsLogGroup, "is no name of a log group; it has letters, digits and . - _ / #");
        Check(region, RegionName.IsValid, "is no Region; write it as eu-central-1");
        Check(mail, IsMailAddress, "is no mail address");
    }

    /// <summary>CloudWatch Logs API reference, CreateLogGroup.</summary>
    private static bool IsLogGroup(string name) =>
        name.Length <= 512
        && name.All(c => char.IsAsciiLetterOrDigit(c) || ".-_/#".Contains(c, StringComparison.Ordinal));

    private static bool IsMailAddress(string address) =>
        address.Contains('@', StringComparison.Ordinal) && !address.Any(c => char.IsWhiteSpace(c) || char.IsControl(c));

    private static void Check(Option option, Func<string, bool> isRight, string message) =>
        option.AddCheck(result =>
        {
            if (result.Tokens is [var token] && !isRight(token.Value))
                result.AddError($"'{Sanitize.Text(token.Value)}' {message}");
        });

    public DashboardOptions AddTo(Command command)
    {
        foreach (var option in new Option[] { logGroup, mail, denied, config, asOf })
            command.Add(option);
        return this;
    }

    public DashboardArguments Read(ParseResult result, CliContext context) =>
        new(
            result.GetValue(logGroup) ?? "",
            result.GetValue(mail),
            result.GetValue(denied),
            result.GetValue(config) ?? "",
            CommonOptions.AsOf(result, asOf, context)
        );
}
