using System.Globalization;
using AmiGovernance.Tests.Support;
using SharpFuzz;

// fuzz list: the readers. fuzz sample READER FILE: writes a whole input. fuzz try READER FILE: one input. fuzz READER: for AFL++.
switch (args)
{
    case ["list"]:
        foreach (var kind in OutsideReaders.Kinds)
            Console.WriteLine(kind);
        break;
    case ["sample", var kind, var file]:
        File.WriteAllBytes(file, OutsideReaders.Sample(kind));
        break;
    case ["try", var kind, var file]:
        OutsideReaders.Check(kind, File.ReadAllBytes(file), file);
        break;
    case [var kind]:
        Fuzzer.OutOfProcess.Run(stream =>
        {
            using var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            OutsideReaders.Check(
                kind,
                bytes.ToArray(),
                string.Create(CultureInfo.InvariantCulture, $"{bytes.Length} bytes")
            );
        });
        break;
    default:
        return 2;
}
return 0;
