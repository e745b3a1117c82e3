using System.Collections.Immutable;

namespace AmiGovernance.Console.Pages;

/// <summary>
/// Puts the links of a page below the path that a console serves them at. Pages know no such path: their links begin with `/`, or lead to
/// a section (`#`).
/// </summary>
/// <param name="root">Begins with `/`, and does not end with it.</param>
internal sealed class Relocation(string root)
{
    public Page Of(Page page) =>
        page.Each(Of) with
        {
            Answer = page.Answer is null ? null : Of(page.Answer),
            Figures = [.. page.Figures.Select(f => f with { Section = Of(f.Section) })],
        };

    private Block Of(Block block) =>
        block switch
        {
            Paragraph paragraph => new Paragraph(Of(paragraph.Text)),
            Nothing nothing => new Nothing(Of(nothing.Text)),
            Points points => new Points([.. points.Items.Select(Of)]),
            Facts facts => new Facts([.. facts.Items.Select(f => f with { Value = Of(f.Value) })]),
            Form form => form with { Action = Of(form.Action) ?? "" },
            Progress progress => progress with { Then = Of(progress.Then) ?? "", Source = Of(progress.Source) ?? "" },
            Table table => Of(table),
            _ => block,
        };

    private Table Of(Table table) =>
        table with
        {
            Rows = [.. table.Rows.Select(row => row.Select(Of).ToImmutableArray())],
            Pager = Of(table.Pager),
        };

    private Pager? Of(Pager? pager) => pager is null ? null : pager with { Path = root + pager.Path };

    private Cell Of(Cell cell) => cell.Link is null ? cell : cell with { Link = Of(cell.Link) };

    private string? Of(string? link) => link is ['/', ..] ? root + link : link;
}
