using System.CommandLine;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Handover;
using AmiGovernance.Core.Governance.Config;

namespace AmiGovernance.Cli.Features.Rollout;

/// <summary>What is exported, for whom, and where to.</summary>
internal sealed class ExportOptions
{
    private readonly Argument<string?> carrier = new("CARRIER")
    {
        Description = $"{string.Join(", ", Carriers.Others)}; default: `deployment.carrier`",
        Arity = ArgumentArity.ZeroOrOne,
    };
    private readonly Option<string> config = CommonOptions.Config();
    private readonly Option<string> policies = RolloutOptions.Policies();
    private readonly Option<string?> folder = new("--out")
    {
        Description = "The folder of the files; default: `deployment.path`, else export/CARRIER",
        HelpName = "DIR",
    };
    private readonly Option<string?> organization = new("--org")
    {
        Description = "The organization, by `amigov org export`: for names, for what exists, for stages",
        HelpName = "FILE",
    };
    private readonly Option<string[]> stages = RolloutOptions.Target(
        "Enforce here while the rest stays in audit mode, beside the stages that there are; may be given several times",
        "root, r-ab12, ou-ab12-abcd1234 or an account id"
    );
    private readonly Option<string?> account = new("--account")
    {
        Description = "The account in which a stack makes the policies; default: the management account",
        HelpName = "ID",
    };

    public ExportOptions()
    {
        carrier.AcceptOnlyFromAmong([.. Carriers.Others]);
        folder.AddCheck(result =>
        {
            if (result.Tokens.Any(t => string.IsNullOrWhiteSpace(t.Value)))
                result.AddError("'--out' needs a folder");
        });
        AccountOption.Check(account);
    }

    public ExportOptions AddTo(Command command)
    {
        command.Arguments.Add(carrier);
        foreach (var option in (Option[])[config, policies, folder, organization, stages, account])
            command.Options.Add(option);
        return this;
    }

    /// <summary>Without the organization, which stands in <see cref="Organization"/>.</summary>
    public ExportRequest Read(ParseResult result)
    {
        var id = result.GetValue(account);
        return new ExportRequest(result.GetValue(config) ?? "", result.GetValue(policies) ?? "")
        {
            Carrier = Carriers.FromName(result.GetValue(carrier)),
            OutputFolder = result.GetValue(folder),
            Stages = [.. result.GetValue(stages) ?? []],
            Account = id is null ? null : AccountId.Parse(id),
        };
    }

    /// <summary>A file; null for none.</summary>
    public string? Organization(ParseResult result) => result.GetValue(organization);
}
