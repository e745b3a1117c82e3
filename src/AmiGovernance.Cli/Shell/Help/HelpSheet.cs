namespace AmiGovernance.Cli.Shell.Help;

/// <summary>One thing that can be given, or one command.</summary>
internal sealed record HelpRow(string Term, string Text);

/// <summary>A table of a page of help.</summary>
internal sealed record HelpSection(string Title, IReadOnlyList<HelpRow> Rows);

/// <summary>What there is to say of a command, before it is text for a terminal or a page of the manual.</summary>
/// <param name="Name">With the commands above it.</param>
internal sealed record HelpSheet(
    string Name,
    string Description,
    string Usage,
    IReadOnlyList<HelpSection> Sections,
    CommandHelp Help
);
