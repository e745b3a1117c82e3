using System.CommandLine;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Cli.Features.Sandbox;

/// <summary>How the sandbox is to answer what AWS does not document.</summary>
internal static class AssumeOption
{
    public static Option<string[]> Create()
    {
        var option = new Option<string[]>("--assume")
        {
            Description =
                "How to answer what AWS does not document, such as launch-denied=InvalidAMIID.NotFound; repeatable",
            HelpName = "NAME=ANSWER",
            DefaultValueFactory = _ => [],
        };
        option.AddCheck(result =>
        {
            var unknown = result.Tokens.Select(t => t.Value).FirstOrDefault(v => Assumptions.Usual.With([v]) is null);
            if (unknown is not null)
                result.AddError(
                    $"'--assume {Sanitize.Text(unknown)}' is nothing that the sandbox knows; it knows {Known}"
                );
        });
        return option;
    }

    private static string Known =>
        string.Join("; ", Assumptions.Known.Select(a => $"{a.Name}={string.Join('|', a.Answers)}"));
}
