using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace AmiGovernance.Cli.Features.Watch.Telemetry;

/// <summary>
/// The instruments of this program as Prometheus reads them (prometheus.io, "Exposition formats", text format 0.0.4), with the names that
/// OpenTelemetry gives them there (opentelemetry.io, "Prometheus and OpenMetrics Compatibility").
/// </summary>
internal sealed class PrometheusText : IDisposable
{
    /// <summary>What the meters of this program begin with.</summary>
    private const string Prefix = "amigov.";

    private readonly MeterListener listener = new();
    private readonly Lock gate = new();
    private readonly SortedDictionary<string, Instrument> instruments = new(StringComparer.Ordinal);
    private readonly SortedDictionary<(string Name, string Labels), double> values = [];

    public PrometheusText()
    {
        listener.InstrumentPublished = (instrument, all) =>
        {
            if (!instrument.Meter.Name.StartsWith(Prefix, StringComparison.Ordinal))
                return;
            lock (gate)
                instruments[NameOf(instrument)] = instrument;
            all.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Take(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Take(instrument, value, tags));
        listener.Start();
    }

    private static string NameOf(Instrument instrument)
    {
        var name = instrument.Name.Replace('.', '_');
        if (instrument.Unit == "s")
            name += "_seconds";
        return IsCounter(instrument) ? $"{name}_total" : name;
    }

    private static bool IsCounter(Instrument instrument) => instrument is Counter<long> or ObservableCounter<long>;

    private static string KindOf(Instrument instrument) => IsCounter(instrument) ? "counter" : "gauge";

    private void Take(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = new List<string>();
        foreach (var (key, label) in tags)
            labels.Add($"{key.Replace('.', '_')}=\"{Escape(label?.ToString() ?? "")}\"");
        var of = (NameOf(instrument), string.Join(',', labels));
        lock (gate)
            values[of] = instrument is Counter<long> ? values.GetValueOrDefault(of) + value : value;
    }

    /// <summary>As the values of labels are written.</summary>
    private static string Escape(string label) =>
        label
            .Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("\"", "\\\"", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal);

    public string Read()
    {
        listener.RecordObservableInstruments();
        var text = new StringBuilder();
        lock (gate)
            foreach (var (name, instrument) in instruments)
            {
                text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {instrument.Description}\n");
                text.Append(CultureInfo.InvariantCulture, $"# TYPE {name} {KindOf(instrument)}\n");
                foreach (var ((_, labels), value) in values.Where(v => v.Key.Name == name))
                    text.Append(CultureInfo.InvariantCulture, $"{name}{Braces(labels)} {value:0.###}\n");
            }
        return text.ToString();
    }

    private static string Braces(string labels) => labels.Length > 0 ? $"{{{labels}}}" : "";

    public void Dispose() => listener.Dispose();
}
