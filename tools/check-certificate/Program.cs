using CheckCertificate;

// check-certificate CERTIFICATE CONFIG FOLDER: exit code 0 when it holds, 1 when it does not, 2 when something cannot be read.
try
{
    var (certificate, config, folder) = (File.ReadAllBytes(args[0]), File.ReadAllBytes(args[1]), args[2..].Single());
    var files = Directory.EnumerateFiles(folder, "scp-*.json").Append(Path.Combine(folder, Declarative.Name));
    var policies = files.ToDictionary(f => Path.GetRelativePath(folder, f).Replace('\\', '/'), File.ReadAllBytes);
    Console.WriteLine($"accepted: {Checker.Check(certificate, config, policies)}");
    return 0;
}
catch (RejectedException rejected)
{
    Console.WriteLine($"rejected: {rejected.Message}");
    return 1;
}
catch (Exception e)
{
    Console.Error.WriteLine(args.Length == 3 ? e.Message : "usage: check-certificate CERTIFICATE CONFIG FOLDER");
    return 2;
}
