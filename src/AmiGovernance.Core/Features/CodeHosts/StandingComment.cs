namespace AmiGovernance.Core.Features.CodeHosts;

/// <summary>A comment on a merge request that is written once and from then on brought up to date in its place.</summary>
/// <param name="Number">Of the merge request.</param>
/// <param name="Name">Tells this comment from others of the same pipeline: lower-case letters, digits and hyphens.</param>
/// <param name="Text">Markdown.</param>
public sealed record StandingComment(string Number, string Name, string Text)
{
    /// <summary>GitHub refuses a body of more than 65,536 characters; GitLab takes a million.</summary>
    private const int Longest = 60_000;

    private const string Cut = "\n\n… the rest is left out here: the job has all of it\n";

    /// <summary>Stands first in the text; nobody sees it on the page.</summary>
    public string Marker => $"<!-- amigov: {Name} -->";

    /// <summary>What the host is given.</summary>
    public string Body => $"{Marker}\n{Shortened()}";

    private string Shortened()
    {
        if (Text.Length <= Longest)
            return Text;
        // A line that is cut in half may be the half of a table, or of a character.
        var end = Math.Max(Text.LastIndexOf('\n', Longest), 0);
        return Text[..end] + Cut;
    }
}
