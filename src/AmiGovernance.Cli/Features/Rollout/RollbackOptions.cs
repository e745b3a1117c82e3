using System.CommandLine;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Features.Rollout.Plans;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Cli.Features.Rollout;

/// <param name="Why">The reason for the record; empty for a word on what was done.</param>
internal sealed record RollbackArguments(RollbackRequest Request, bool Yes, string Why);

/// <summary>What `rollback` is told.</summary>
internal sealed class RollbackOptions
{
    private readonly Option<string?> to = new("--to")
    {
        Description = "audit_mode: the emergency path, from the organization alone, without gates",
        HelpName = "MODE",
    };
    private readonly Option<string?> deployment = new("--deployment")
    {
        Description = "Go back to before this deployment; default: the last one, or a run that broke off",
        HelpName = "NAME",
    };
    private readonly Option<bool> delete = new("--delete") { Description = "Detach and delete our policies" };
    private readonly Option<string> config = CommonOptions.Config();
    private readonly Option<bool> adopt = RolloutOptions.Adopt();
    private readonly Option<string> why = RolloutOptions.Why();
    private readonly Option<bool> yes = RolloutOptions.Yes();

    public RollbackOptions AddTo(Command command)
    {
        to.AcceptOnlyFromAmong(AllowedImagesState.AuditMode.Name());
        foreach (var option in (Option[])[to, deployment, delete, config, adopt, why, yes])
            command.Options.Add(option);
        command.AddCheck(result =>
        {
            bool[] given =
            [
                result.GetResult(to) is not null,
                result.GetResult(deployment) is not null,
                result.GetResult(delete) is { Implicit: false },
            ];
            if (given.Count(isGiven => isGiven) > 1)
                result.AddError("give one of --to, --deployment and --delete");
        });
        return this;
    }

    public RollbackArguments Read(ParseResult result) =>
        new(
            new RollbackRequest(
                To(result),
                result.GetValue(deployment),
                result.GetValue(config) ?? "",
                result.GetValue(adopt)
            ),
            result.GetValue(yes),
            result.GetValue(why) ?? ""
        );

    private RollbackTo To(ParseResult result)
    {
        if (result.GetValue(delete))
            return RollbackTo.Nothing;
        return result.GetValue(to) is null ? RollbackTo.Before : RollbackTo.AuditMode;
    }
}
