using System.CommandLine;
using AmiGovernance.Cli.Shell;

namespace AmiGovernance.Cli.Features.Exceptions;

/// <summary>The command line of `exception request`.</summary>
internal sealed class RequestCommandOptions
{
    private readonly Argument<string> ticket = ExceptionCommand.Ticket();
    private readonly RequestOptions fields = new();
    private readonly Option<string?> from = new("--from")
    {
        Description = "A filled-in request: JSON, or the lines of the runbook's form",
        HelpName = "FILE",
    };
    private readonly Option<string?> organization = new("--org")
    {
        Description = "An organization file, to look the accounts up in",
        HelpName = "FILE",
    };
    private readonly Option<bool> live = new("--live") { Description = "Look the accounts up in AWS Organizations" };
    private readonly Option<bool> replace = new("--replace")
    {
        Description = "Write an existing request anew; what was decided on it is lost",
    };
    private readonly Option<bool> noCommit = new("--no-commit") { Description = "Only write the files" };
    private readonly Option<bool> yes = new("--yes", "-y") { Description = "Ask nothing" };
    private readonly Option<string> config = CommonOptions.Config();
    private readonly ImageUseOptions use = new();
    private readonly AwsOptions aws = new();

    public RequestCommandOptions AddTo(Command command)
    {
        command.Add(ticket);
        fields.AddTo(command);
        foreach (var option in new Option[] { from, organization, live, replace, noCommit, yes, config })
            command.Options.Add(option);
        use.AddTo(command);
        aws.AddTo(command);
        command.AddCheck(result =>
        {
            if (result.GetValue(organization) is not null && result.GetValue(live))
                result.AddError("give --org or --live, not both");
        });
        return this;
    }

    public RequestArguments Of(ParseResult result) =>
        new(
            result.GetRequiredValue(ticket),
            fields.Of(result),
            result.GetValue(from),
            MayAsk: !result.GetValue(yes),
            result.GetRequiredValue(config),
            result.GetValue(organization),
            result.GetValue(live) ? aws.Settings(result) : null,
            use.Of(result),
            result.GetValue(replace),
            Commit: !result.GetValue(noCommit)
        );
}
