using System.CommandLine;
using System.Text.RegularExpressions;
using AmiGovernance.Cli.Shell;

namespace AmiGovernance.Cli.Features.Reporting;

/// <param name="File">Markdown.</param>
/// <param name="Name">Tells the comment from others.</param>
/// <param name="Title">Stands above the file's text; null for none.</param>
/// <param name="MergeRequest">Its number; null for that of the running pipeline.</param>
/// <param name="Remote">Whose host is meant outside a pipeline.</param>
internal sealed record CommentArguments(string File, string Name, string? Title, string? MergeRequest, string Remote);

internal sealed partial class CommentOptions
{
    private readonly Argument<string> file = new("FILE")
    {
        Description = "Markdown, as `--output markdown=FILE` writes it",
    };
    private readonly Option<string> name = new("--name")
    {
        Description = "Tells this comment from others of the same pipeline",
        HelpName = "NAME",
        DefaultValueFactory = _ => "plan",
    };
    private readonly Option<string?> title = new("--title")
    {
        Description = "A heading above the text",
        HelpName = "TEXT",
    };
    private readonly Option<string?> number = new("--merge-request")
    {
        Description = "Its number; default: that of the running pipeline",
        HelpName = "N",
    };
    private readonly Option<string> remote = new("--remote")
    {
        Description = "The remote whose host is meant outside a pipeline",
        HelpName = "REMOTE",
        DefaultValueFactory = _ => "origin",
    };

    public CommentOptions AddTo(Command command)
    {
        CheckForm(name, CommentName(), "a name has lower-case letters, digits and hyphens");
        CheckForm(number, Digits(), "the number of a merge request has digits only");
        command.Arguments.Add(file);
        foreach (var option in new Option[] { name, title, number, remote })
            command.Options.Add(option);
        return this;
    }

    private static void CheckForm(Option option, Regex form, string problem) =>
        option.AddCheck(result =>
        {
            if (result.Tokens.Any(t => !form.IsMatch(t.Value)))
                result.AddError($"'{option.Name}': {problem}");
        });

    public CommentArguments Read(ParseResult result) =>
        new(
            result.GetRequiredValue(file),
            result.GetRequiredValue(name),
            result.GetValue(title),
            result.GetValue(number),
            result.GetRequiredValue(remote)
        );

    [GeneratedRegex(@"^[a-z0-9]+(-[a-z0-9]+)*\z")]
    private static partial Regex CommentName();

    [GeneratedRegex(@"^[0-9]{1,18}\z")]
    private static partial Regex Digits();
}
