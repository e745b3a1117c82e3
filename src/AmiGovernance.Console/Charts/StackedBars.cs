using System.Globalization;
using AmiGovernance.Console.Pages;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Console.Charts;

/// <param name="Label">Below the column, such as a month.</param>
/// <param name="Title">What a pointer that rests on it is told.</param>
/// <param name="Parts">From the ground up.</param>
public sealed record StackedBar(string Label, string Title, params BarPart[] Parts)
{
    public long Total => Parts.Sum(p => p.Value);
}

/// <param name="Kind">A class of the style sheet.</param>
public sealed record BarPart(string Kind, long Value);

/// <summary>Numbers over time, as columns in SVG; the sum stands above each.</summary>
public static class StackedBars
{
    private const int Width = 1000;
    private const int Height = 140;
    private const int Base = 115;
    private const int Tallest = 90;

    public static Drawing Draw(string caption, IReadOnlyList<StackedBar> bars, params Legend[] legends)
    {
        var most = Math.Max(1, bars.Max(b => b.Total));
        var step = Width / (double)Math.Max(6, bars.Count);
        // Labels that would touch each other are left out.
        var each = Math.Max(1, (int)Math.Ceiling(64 / step));
        var columns = Escaped<HtmlFormat>.Concat(
            bars.Select((bar, i) => Column(bar, i * step, step, Tallest / (double)most, i % each == 0))
        );
        var ground = Escaped<HtmlFormat>.Of(
            $"<line class=\"grid\" x1=\"0\" y1=\"{Base}\" x2=\"{Width}\" y2=\"{Base}\"/>\n"
        );
        var label = $"{caption}; the list says the same";
        var svg = Escaped<HtmlFormat>.Of(
            $"<svg viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"{label}\">\n{ground}{columns}</svg>\n"
        );
        return new Drawing(svg, caption) { Legends = [.. legends] };
    }

    private static Escaped<HtmlFormat> Column(StackedBar bar, double x, double step, double scale, bool isNamed)
    {
        var rects = new List<Escaped<HtmlFormat>>();
        double y = Base;
        foreach (var part in bar.Parts.Where(p => p.Value > 0))
        {
            var height = part.Value * scale;
            y -= height;
            rects.Add(
                Escaped<HtmlFormat>.Of(
                    $"<rect class=\"{part.Kind}\" x=\"{x + step * 0.2:0.#}\" y=\"{y:0.#}\" width=\"{step * 0.6:0.#}\" height=\"{height:0.#}\" rx=\"2\"/>"
                )
            );
        }
        var (middle, total) = (x + step / 2, bar.Total.ToString("N0", CultureInfo.InvariantCulture));
        var names = isNamed
            ? Escaped<HtmlFormat>.Of(
                $"<text x=\"{middle:0.#}\" y=\"{y - 5:0.#}\" text-anchor=\"middle\">{total}</text><text class=\"axis\" x=\"{middle:0.#}\" y=\"{Base + 16}\" text-anchor=\"middle\">{bar.Label}</text>"
            )
            : Escaped<HtmlFormat>.Empty;
        return Escaped<HtmlFormat>.Of($"<g><title>{bar.Title}</title>{Escaped<HtmlFormat>.Concat(rects)}{names}</g>\n");
    }
}
