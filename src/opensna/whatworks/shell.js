(function () {
  var form = document.getElementById("filters"), count = document.getElementById("count");
  var items = Array.prototype.slice.call(document.querySelectorAll("[data-kind]"));
  var selects = Array.prototype.slice.call(form.querySelectorAll("select"));
  var kinds = items.map(function (item) { return item.getAttribute("data-kind"); });
  kinds = kinds.filter(function (kind, at) { return kinds.indexOf(kind) === at; });
  function apply() {
    var words = form.elements.words.value.trim().toLowerCase(), shown = {}, all = {};
    items.forEach(function (item) {
      var kind = item.getAttribute("data-kind");
      var fits = selects.every(function (select) {
        var held = item.getAttribute("data-" + select.name);
        return !select.value || held === null || held.split("|").indexOf(select.value) >= 0;
      }) && (!words || item.textContent.toLowerCase().indexOf(words) >= 0);
      item.hidden = !fits;
      all[kind] = (all[kind] || 0) + 1;
      shown[kind] = (shown[kind] || 0) + (fits ? 1 : 0);
    });
    count.textContent = kinds.map(function (kind) { return shown[kind] + " of " + all[kind] + " " + kind; }).join(", ") + " shown";
  }
  form.hidden = false;
  form.addEventListener("input", apply);
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  form.addEventListener("reset", function () { setTimeout(apply, 0); });
}());
