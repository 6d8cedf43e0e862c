// What temml uses of the language after ES5 and Duktape 2.7 does not have. Each is as much of the real thing as temml needs.

function define(target, name, value) {
  if (typeof target[name] === "function") return;
  Object.defineProperty(target, name, { value: value, writable: true, configurable: true, enumerable: false });
}

define(Array, "from", function (source, map) {
  const result = [];
  const add = function (value) {
    result.push(map ? map(value, result.length) : value);
  };
  if (typeof source.forEach === "function") source.forEach(add);
  else for (let i = 0; i < source.length; i++) add(source[i]);
  return result;
});
define(Array.prototype, "fill", function (value) {
  for (let i = 0; i < this.length; i++) this[i] = value;
  return this;
});
define(Array.prototype, "find", function (test) {
  for (let i = 0; i < this.length; i++) {
    if (test(this[i], i, this)) return this[i];
  }
  return undefined;
});
define(Array.prototype, "includes", function (value) {
  return this.indexOf(value) !== -1;
});

define(Object, "values", function (object) {
  return Object.keys(object).map(function (key) {
    return object[key];
  });
});
define(Object, "entries", function (object) {
  return Object.keys(object).map(function (key) {
    return [key, object[key]];
  });
});
define(Object, "assign", function (target) {
  for (let i = 1; i < arguments.length; i++) {
    const source = arguments[i];
    if (source) Object.keys(source).forEach((key) => (target[key] = source[key]));
  }
  return target;
});

define(String.prototype, "includes", function (part, from) {
  return this.indexOf(part, from) !== -1;
});
define(String.prototype, "startsWith", function (part, from) {
  return this.substr(from || 0, part.length) === part;
});
define(String.prototype, "endsWith", function (part) {
  return this.length >= part.length && this.substr(this.length - part.length) === part;
});
define(String.prototype, "repeat", function (count) {
  return new Array(count + 1).join(this);
});
define(String.prototype, "codePointAt", function (at) {
  const high = this.charCodeAt(at);
  const low = this.charCodeAt(at + 1);
  const is_pair = high >= 0xd800 && high < 0xdc00 && low >= 0xdc00 && low < 0xe000;
  return is_pair ? (high - 0xd800) * 0x400 + (low - 0xdc00) + 0x10000 : high;
});
define(String, "fromCodePoint", function (point) {
  if (point < 0x10000) return String.fromCharCode(point);
  return String.fromCharCode(0xd800 + ((point - 0x10000) >> 10), 0xdc00 + ((point - 0x10000) & 0x3ff));
});

// Sets and maps of strings, in the order of insertion.
function Table() {
  this.keys_ = [];
  this.table_ = Object.create(null);
}
Table.prototype.has = function (key) {
  return key in this.table_;
};
Table.prototype.get = function (key) {
  return this.table_[key];
};
Table.prototype.set = function (key, value) {
  if (!(key in this.table_)) this.keys_.push(key);
  this.table_[key] = value;
  return this;
};
Table.prototype.add = function (key) {
  return this.set(key, key);
};
Table.prototype.forEach = function (visit) {
  for (let i = 0; i < this.keys_.length; i++) visit(this.table_[this.keys_[i]], this.keys_[i], this);
};

if (typeof globalThis.Set === "undefined") {
  globalThis.Set = function (values) {
    Table.call(this);
    (values || []).forEach((value) => this.add(value));
  };
  globalThis.Set.prototype = Object.create(Table.prototype);
}
if (typeof globalThis.Map === "undefined") {
  globalThis.Map = function (pairs) {
    Table.call(this);
    (pairs || []).forEach((pair) => this.set(pair[0], pair[1]));
  };
  globalThis.Map.prototype = Object.create(Table.prototype);
}
